/**
 * The speed of the access log source alone, in one thread and without a database: reading, then adapting.
 * Times are processor time of the thread, so that other work on the machine matters less.
 *
 *   node bench/access_log_parse.ts FILE [NETWORKS]
 */
import { accessLog } from '../src/intake/sources/access_log/source.ts';

const [file, networks] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: node bench/access_log_parse.ts FILE [NETWORKS]');
const settings = {
  ...Object.fromEntries(accessLog.settings.map((setting) => [setting.name, setting.default])),
  networks: networks ?? null,
};
const adapt = await accessLog.adapter(settings);

/** Processor time of this thread, in milliseconds. */
function cpu(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

for (let round = 1; round <= 3; round++) {
  let [units, rows, reading, adapting] = [0, 0, 0, 0];
  let at = cpu();
  const job = {
    input: file,
    settings,
    cursor: async () => undefined,
    now: Date.now(),
    signal: new AbortController().signal,
  };
  for await (const batch of accessLog.read(job)) {
    const read = cpu();
    reading += read - at;
    for (const record of batch.records) {
      const answer = await adapt(record);
      units += answer.units;
      rows += answer.rollups.length;
    }
    at = cpu();
    adapting += at - read;
  }
  const rate = (ms: number): string => Math.round((units / ms) * 1000).toLocaleString('en');
  const peak = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(
    `round ${round}: ${units} lines, ${rows} rows; read ${rate(reading)} lines/s, adapt ${rate(adapting)} lines/s, peak ${peak} MiB\n`,
  );
}
