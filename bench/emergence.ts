/**
 * Emergence of a whole population on one day: time, memory and growth with the number of organizations; then, on
 * populations with known truth, how often a year of noise raises a false alarm and how soon a planted change is found.
 *
 *   node bench/emergence.ts [ORGANIZATIONS …]      default: 1000 10000 100000
 */
import { findEmerging, type SubjectActs } from '../src/leads/emergence/index.ts';
import { cellOf, drawPoisson, seededRandom, simulateNoise } from '../src/leads/emergence/testing.ts';
import { median, printTable } from './support/table.ts';

const given = process.argv.slice(2).map(Number);
const sizes = given.length === 0 ? [1_000, 10_000, 100_000] : given;
const TODAY = 1_000;

speed();
falseAlarms();
delays();

function speed(): void {
  const rows: number[][] = [];
  for (const size of sizes) {
    const made = { seed: 1, subjects: size, days: TODAY, rate: 0.02, spread: 1.2, regulars: 0.5 };
    const subjects = simulateNoise(made).filter(({ cells }) => cells.length > 0);
    const cells = subjects.reduce((sum, subject) => sum + subject.cells.length, 0);
    const from = performance.now();
    findEmerging(() => subjects, { today: TODAY });
    const seconds = (performance.now() - from) / 1000;
    const peak = process.resourceUsage().maxRSS / 1024;
    rows.push([size, cells, seconds, (seconds / size) * 1e6, peak]);
  }
  printTable(['organizations', 'cells', 'seconds', 'µs each', 'peak MiB'], rows);
}

/** A year, day by day, in which nothing changes: every alarm is false. */
function falseAlarms(): void {
  const rows: (string | number)[][] = [];
  for (const [rate, spread, regulars, size] of [
    [0.02, 1.2, 0.5, 300],
    [0.02, 1.2, 0, 300],
    [0.005, 1.5, 0.7, 300],
    [0.1, 0.8, 0.3, 100],
  ] as const) {
    let [days, alarmed, alarms] = [0, 0, 0];
    for (const seed of [1, 2]) {
      const all = simulateNoise({ seed, subjects: size, days: 1_095, rate, spread, regulars });
      for (let today = 730; today < 1_095; today++) {
        const found = emergingOn(all, today);
        days += 1;
        alarms += found.length;
        if (found.length > 0) alarmed += 1;
      }
    }
    const share = `${((alarmed / days) * 100).toFixed(1)} %`;
    rows.push([`${rate} acts a day, spread ${spread}, regulars ${regulars}`, size, share, alarms]);
  }
  printTable(
    ['noise', 'organizations', 'days with a false alarm (promise 20 %)', 'alarms in 730 days'],
    rows,
  );
}

/** One organization with one act in the past begins to send so many people a week. */
function delays(): void {
  const noise = simulateNoise({
    seed: 9,
    subjects: 300,
    days: 1_095,
    rate: 0.02,
    spread: 1.2,
    regulars: 0.5,
  });
  const rows = [1, 2, 4, 8].map((perWeek) => {
    const waits = Array.from({ length: 20 }, (_, seed) => {
      const random = seededRandom(seed + 1);
      const cells = [cellOf(400, 'first')];
      for (let day = 900; day < 1_000; day++) {
        for (let n = drawPoisson(perWeek / 7, random); n > 0; n--) cells.push(cellOf(day, `${day} ${n}`));
      }
      const all: SubjectActs[] = [...noise, { id: 'planted', type: 'organization', cells }];
      for (let today = 900; today < 1_000; today++) {
        if (emergingOn(all, today).some(({ id }) => id === 'planted')) return today - 900;
      }
      return Number.POSITIVE_INFINITY;
    });
    const found = waits.filter((wait) => wait < 100).length;
    return [`${perWeek} new people a week`, `${found} of ${waits.length}`, String(median(waits))];
  });
  printTable(['planted change', 'found within 100 days', 'median days'], rows);
}

function emergingOn(all: readonly SubjectActs[], today: number): ReturnType<typeof findEmerging> {
  const seen = all.filter(({ cells }) => cells.some(({ day }) => day <= today));
  return findEmerging(() => seen, { today }).filter(({ emerging }) => emerging);
}
