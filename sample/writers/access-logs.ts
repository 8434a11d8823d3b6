/**
 * The web server's logs, a file a month: `combined` (Apache), and for one month, in which the server was moved,
 * `vhost_combined`. Old months are compressed, the last ones are not.
 */
import { join } from 'node:path';
import type { Hit } from '../story/events.ts';
import { VENDOR_DOMAIN } from '../story/names.ts';
import type { World } from '../story/world.ts';
import { createOutput, type Output } from './output.ts';
import type { FileSummary, Writer } from './writer.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const PLAIN_MONTHS = 3;

export function accessLogs(world: World, directory: string): Writer {
  const lastMonth = monthNumber(world.calendar.end - 1);
  const files: FileSummary[] = [];
  let open:
    | { readonly month: number; readonly path: string; readonly output: Output; lines: number }
    | undefined;
  const finish = async (): Promise<void> => {
    if (open === undefined) return;
    const bytes = await open.output.close();
    files.push({ path: open.path, kind: 'access_log', bytes, lines: open.lines });
  };
  return {
    async take({ day, hits }) {
      const month = monthNumber(day);
      if (open?.month !== month) {
        await finish();
        const path = pathOf(day, lastMonth - month);
        open = {
          month,
          path,
          output: await createOutput(join(directory, path), { gzip: path.endsWith('.gz') }),
          lines: 0,
        };
      }
      const vhost = isVhost(lastMonth - month);
      const date = dateOf(day);
      for (const hit of hits) {
        const full = open.output.append(line(hit, date, vhost));
        if (full !== undefined) await full;
      }
      open.lines += hits.length;
    },
    async close() {
      await finish();
      return files;
    },
  };
}

/** The log line of a hit. `date` is its day as `dd/Mon/yyyy`. */
function line(hit: Hit, date: string, vhost: boolean): string {
  const time = `${two((hit.at / 3_600_000) % 24)}:${two((hit.at / 60_000) % 60)}:${two((hit.at / 1000) % 60)}`;
  const protocol = hit.site === 'download' ? 'HTTP/1.1' : 'HTTP/2.0';
  const bytes = hit.bytes === 0 ? '-' : hit.bytes;
  const rest = `${hit.host} - - [${date}:${time} +0000] "${hit.method} ${hit.path} ${protocol}" ${hit.status} ${bytes} "${hit.referer}" "${hit.agent}"\n`;
  return vhost ? `${hit.site}.${VENDOR_DOMAIN}:443 ${rest}` : rest;
}

function pathOf(day: number, age: number): string {
  const month = new Date(day).toISOString().slice(0, 7);
  return `access-logs/${isVhost(age) ? 'vhosts' : 'www'}-${month}.log${age < PLAIN_MONTHS ? '' : '.gz'}`;
}

function isVhost(age: number): boolean {
  return age === 1;
}

function monthNumber(time: number): number {
  const date = new Date(time);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function dateOf(day: number): string {
  const date = new Date(day);
  return `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}`;
}

function two(value: number): string {
  const whole = Math.floor(value);
  return whole < 10 ? `0${whole}` : String(whole);
}
