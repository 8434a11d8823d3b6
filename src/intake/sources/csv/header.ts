/** The first row: which delimiter, which columns; and what to say when they do not fit. */
import { LeadspringError } from '../../../base/plain.ts';
import { type Declared, isSecretHeader, type Mapping, mapColumns, normalizeHeader } from './columns.ts';
import type { CsvSettings } from './settings.ts';

export const DELIMITERS = [',', ';', '\t', '|'] as const;

/** The delimiter that a spreadsheet's `sep=` line declares, else the one that is most frequent in the first line. */
export function findDelimiter(head: Buffer): { delimiter: string; declared: boolean } {
  const [declared] = /(?<=^sep=)[^\r\n](?=\r?\n)/i.exec(head.subarray(0, 20).toString('latin1')) ?? [];
  if (declared !== undefined) return { delimiter: declared, declared: true };
  const line = firstLine(head.toString('latin1'));
  const outside = line.replace(/"(?:[^"]|"")*"/g, '');
  const count = (delimiter: string) => outside.split(delimiter).length;
  const [first] = [...DELIMITERS].sort((a, b) => count(b) - count(a));
  return { delimiter: first ?? ',', declared: false };
}

/** Up to the first line end that stands outside quotes. */
function firstLine(text: string): string {
  return /^(?:"(?:[^"]|"")*"|[^"\r\n])*/.exec(text.replace(/^[\r\n]+/, ''))?.[0] ?? '';
}

/** What the settings declare about columns. */
export function declaredBy(settings: CsvSettings): Declared {
  const given = new Set<'date' | 'event' | 'title' | 'campaign' | 'plan'>();
  if (settings.date !== undefined) given.add('date');
  if (settings.item !== undefined)
    for (const field of ['event', 'title', 'campaign', 'plan'] as const) given.add(field);
  // a setting for all rows says nothing about which kind they are
  return {
    kind: settings.kind,
    columns: settings.columns,
    given: settings.kind === 'auto' ? new Set() : given,
    givenToPreset: given,
  };
}

/** Maps the header of a file. Throws `csv_columns` naming the file, the line, what is missing and what was found. */
export function mapHeader(
  file: string,
  line: number,
  header: readonly string[],
  settings: CsvSettings,
): Mapping {
  const mapping = mapColumns(header, declaredBy(settings));
  if (!('missing' in mapping)) return mapping;
  const message = `${file}, line ${line}: the header lacks ${mapping.missing}; found: ${describe(header)}`;
  throw new LeadspringError('csv_columns', message, { where: { file, line } });
}

/** Headers for people. A first row that holds data is not quoted: it may hold anything. */
function describe(header: readonly string[]): string {
  const isData = header.some((cell) => /@|\d{4}|^[\d\s.,-]+$|[\p{Cc}\ufffd]/u.test(cell) || cell.length > 60);
  if (isData) return 'no header, the first row holds values';
  const names = header.slice(0, 30).map((cell) => `"${cell.trim()}"`);
  return names.join(', ') + (header.length > 30 ? ` and ${header.length - 30} more` : '');
}

/** Remarks on a mapping: what was taken for what, and what was left aside though it seems to matter. */
export function mappingNotes(header: readonly string[], mapping: Mapping): string[] {
  const nameOf = (at: number): string => (header[at] ?? '').trim();
  const pairs = [...mapping.columns].map(
    ([field, { header: first, others = [] }]) =>
      `${field} ← ${[...new Set([first, ...others.map(nameOf)])].join(' or ')}`,
  );
  const what = mapping.preset === undefined ? mapping.kind : `${mapping.kind} (${mapping.preset})`;
  const notes = [`${what}: ${pairs.join(', ')}`];
  const normalized = header.map(normalizeHeader);
  for (const [field, column] of mapping.columns) {
    const name = normalizeHeader(column.header);
    if (column.others === undefined && normalized.lastIndexOf(name) !== column.index) {
      notes.push(`the column "${column.header}" occurs more than once; the first is read as ${field}`);
    }
  }
  const secret = header.filter(isSecretHeader);
  if (secret.length > 0) notes.push(`never read: ${secret.map((name) => `"${name.trim()}"`).join(', ')}`);
  return notes;
}
