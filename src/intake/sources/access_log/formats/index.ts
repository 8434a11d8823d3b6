/** Finds and opens the format of a log. */
import { LeadspringError } from '../../../../base/plain.ts';
import { bunny } from './bunny.ts';
import { caddyFormat } from './caddy.ts';
import { clfFormat } from './clf.ts';
import { columnsFormat, columnsNameOf } from './columns.ts';
import { type Format, type FormatOptions, newFields } from './format.ts';
import { patternFormat } from './pattern.ts';
import { s3Format } from './s3.ts';

export { isoDay } from './dates.ts';
export { type Format, type FormatOptions, type LineFields, newFields } from './format.ts';

/** Named formats, the more demanding first: when two fit a file equally well, the first is taken. */
const NAMED: readonly (readonly [string, (options?: FormatOptions) => Format])[] = [
  ['vhost_combined', (options) => clfFormat('vhost_combined', true, true, options)],
  ['vhost_common', () => clfFormat('vhost_common', true, false)],
  ['combined', (options) => clfFormat('combined', false, true, options)],
  ['common', () => clfFormat('common', false, false)],
  ['caddy', caddyFormat],
  ['bunny', () => bunny],
  ['s3', s3Format],
];

/** The names a `format` setting may have, besides a pattern. */
export const FORMAT_NAMES: readonly string[] = ['auto', ...NAMED.map(([name]) => name), 'cloudfront'];

/**
 * Opens a format by its name: a named one, `columns:...` or a pattern with `$variables` or `%directives`.
 * @throws LeadspringError setting_invalid
 */
export function openFormat(name: string, options: FormatOptions = {}): Format {
  const named = NAMED.find(([each]) => each === name)?.[1](options);
  if (named !== undefined) return named;
  const columns = name.startsWith('columns:') ? columnsFormat(name, options) : undefined;
  if (columns !== undefined) return columns;
  if (/[$%]/.test(name)) return patternFormat(name, options);
  throw new LeadspringError(
    'setting_invalid',
    `format: "${name}" is not known. Use one of ${FORMAT_NAMES.join(', ')}, or a pattern such as $remote_addr ... or %h ...`,
    { where: { field: 'format' } },
  );
}

/** A format found, and the share of the head's lines that have it (0..1). */
export interface Detected {
  readonly format: Format;
  readonly share: number;
}

function shareOf(format: Format, lines: readonly string[]): number {
  const fields = newFields();
  const data = lines.filter((line) => line !== '' && !format.comment(line));
  return data.length === 0 ? 0 : data.filter((line) => format.parse(line, fields)).length / data.length;
}

/** How many lines of the head are tried. */
const SAMPLE = 200;

/**
 * Finds the format of a log from its first lines.
 * @param setting `auto`, or what the operator declared, which is then the only candidate
 * @returns the best format, or undefined when no line has any
 */
export function detectFormat(head: readonly string[], setting: string): Detected | undefined {
  const lines = head.slice(0, SAMPLE);
  const columns = columnsNameOf(lines);
  const wanted = setting === 'auto' || setting === 'cloudfront' ? undefined : setting;
  if (wanted !== undefined) {
    const format = openFormat(wanted);
    const share = shareOf(format, lines);
    return share > 0 ? { format, share } : undefined;
  }
  if (columns !== undefined) {
    const format = columnsFormat(columns);
    const share = format === undefined ? 0 : shareOf(format, lines);
    if (format !== undefined && share > 0) return { format, share };
  }
  if (setting === 'cloudfront') return undefined;
  let best: Detected | undefined;
  for (const [, open] of NAMED) {
    const format = open();
    const share = shareOf(format, lines);
    if (share > (best?.share ?? 0)) best = { format, share };
  }
  return best === undefined ? undefined : preferAgent(best, lines);
}

/** Both families take lines without an agent; the name should say what the file has. */
function preferAgent(found: Detected, lines: readonly string[]): Detected {
  if (!found.format.name.endsWith('combined')) return found;
  const fields = newFields();
  const agents = lines.some((line) => found.format.parse(line, fields) && fields.agent !== '');
  if (agents || lines.some((line) => line.endsWith('"'))) return found;
  return { ...found, format: openFormat(found.format.name.replace('combined', 'common')) };
}
