/**
 * Logs with named columns: CloudFront and other W3C extended logs, whose `#Fields:` line names them, and
 * plain tables with a header line. The name of the format carries the columns, so that a block can be read
 * without the head of its file: `columns:tab:host,time,method,...`.
 */
import { type Format, type FormatOptions, hashComment } from './format.ts';
import { collector, rolesOf, suffices } from './roles.ts';

const SEPARATORS: Readonly<Record<string, string>> = { tab: '\t', space: ' ', comma: ',', semicolon: ';' };

/** Opens `columns:SEPARATOR:NAME,NAME,...`; undefined when it is not of that form or lacks a needed column. */
export function columnsFormat(name: string, options: FormatOptions = {}): Format | undefined {
  const [kind, separatorName, list] = name.split(':', 3);
  const separator = SEPARATORS[separatorName ?? ''];
  if (kind !== 'columns' || separator === undefined || list === undefined) return undefined;
  const roles = rolesOf(list.split(','), options);
  if (!suffices(roles)) return undefined;
  const header = list.replaceAll(',', separator);
  const last = roles.findLastIndex((role) => role !== 'ignore');
  const { begin, put, finish } = collector();
  return {
    name,
    parse: (line, fields) => {
      begin(fields);
      let at = 0;
      for (let i = 0; i <= last; i++) {
        const end = line.indexOf(separator, at);
        if (end < 0 && i < last) return false;
        const role = roles[i];
        if (role !== undefined && role !== 'ignore')
          put(fields, role, line.slice(at, end < 0 ? undefined : end));
        at = end + 1;
      }
      return finish(fields);
    },
    // The last column may be cut short, so it must be one that is not used.
    complete: (line) => line.split(separator).length >= roles.length && roles.at(-1) === 'ignore',
    comment: (line) => hashComment(line) || line === header,
  };
}

/** The format's name from the head of a file: a `#Fields:` line, or a header line of known column names. */
export function columnsNameOf(head: readonly string[]): string | undefined {
  for (const line of head.slice(0, 20)) {
    const fields = /^#Fields:\s*(.*)$/i.exec(line)?.[1];
    if (fields !== undefined) {
      // The directive parts names by blanks; CloudFront parts the values by tabs all the same.
      const data = head.find((each) => each !== '' && !each.startsWith('#'));
      return `columns:${data?.includes('\t') === true ? 'tab' : 'space'}:${fields.trim().split(/\s+/).join(',')}`;
    }
  }
  const first = head[0] ?? '';
  if (!/^[A-Za-z_()\- \t,;"]+$/.test(first)) return undefined;
  const separator = Object.entries(SEPARATORS).find(([, character]) => first.includes(character));
  if (separator === undefined || separator[0] === 'space') return undefined;
  const names = first.split(separator[1]).map((each) => each.trim());
  return suffices(rolesOf(names)) ? `columns:${separator[0]}:${names.join(',')}` : undefined;
}
