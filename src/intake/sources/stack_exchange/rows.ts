/** The rows of one table of a data dump, `<posts><row Id="1" …/>…</posts>`, from a file of any size. */
import { SaxesParser } from 'saxes';
import { LeadspringError } from '../../../base/plain.ts';
import { unpackedFile } from '../../files/unpack.ts';

export type Attributes = Readonly<Record<string, string>>;

export interface Row {
  /** Where it ends, from 1. */
  readonly line: number;
  /** Undefined when it is not well-formed. */
  readonly attributes: Attributes | undefined;
}

/** So many bytes without a row are none of a dump. */
const LARGEST = 16 * 1024 * 1024;
/** So many faults between two rows are no slip of the pen. */
const MOST_FAULTS = 1_000;
/** Tables have rows, and rows have nothing in them. */
const DEEPEST = 3;
const TABLES = new Set(['posts', 'comments', 'users']);

/**
 * Streams the rows, a group for each piece of the file.
 * @throws LeadspringError `file_corrupt` when it is no XML, `file_truncated` when it ends early, `record_too_large`,
 *   all after the rows that could be read
 */
export async function* tableRows(path: string): AsyncGenerator<readonly Row[]> {
  const table = tableParser(path);
  const decoder = new TextDecoder();
  let since = 0;
  for await (const piece of unpackedFile(path)) {
    const rows = table.write(decoder.decode(piece, { stream: true }));
    since = rows.length > 0 ? 0 : since + piece.length;
    if (rows.length > 0) yield rows;
    const broken = table.broken() ?? (since > LARGEST ? tooLarge(path, table.line()) : undefined);
    if (broken !== undefined) throw broken;
  }
  const ended = table.end();
  if (ended !== undefined) throw ended;
}

function tableParser(path: string) {
  // Dumps carry control characters as references, which only XML 1.1 allows; their declaration says 1.0.
  const parser = new SaxesParser({ xmlns: false, forceXMLVersion: true, defaultXMLVersion: '1.1' });
  let rows: Row[] = [];
  let faults = 0;
  let depth = 0;
  let isTable = false;
  parser.on('error', () => {
    faults++;
  });
  parser.on('opentag', ({ name, attributes, isSelfClosing }) => {
    depth++;
    if (depth === 1) isTable = TABLES.has(name);
    if (depth !== 2 || name !== 'row') return;
    // An element that does not end at once has swallowed what follows.
    const whole = faults === 0 && isSelfClosing;
    rows.push({ line: parser.line, attributes: whole ? { ...attributes } : undefined });
    faults = 0;
  });
  parser.on('closetag', () => {
    depth--;
  });
  return {
    line: () => parser.line,
    write: (text: string): readonly Row[] => {
      rows = [];
      parser.write(text);
      return rows;
    },
    broken: (): LeadspringError | undefined =>
      faults > MOST_FAULTS || depth > DEEPEST || (depth > 0 && !isTable)
        ? corrupt(path, parser.line)
        : undefined,
    end: (): LeadspringError | undefined => {
      const { line } = parser;
      parser.close();
      if (!isTable) return corrupt(path, line);
      return faults > 0 ? truncated(path) : undefined;
    },
  };
}

function corrupt(file: string, line: number): LeadspringError {
  return new LeadspringError('file_corrupt', `${file}, line ${line}: this is no table of a data dump.`, {
    where: { file, line },
  });
}

function tooLarge(file: string, line: number): LeadspringError {
  const message = `${file}, line ${line}: a row is longer than ${LARGEST / 2 ** 20} MiB.`;
  return new LeadspringError('record_too_large', message, { where: { file, line } });
}

function truncated(file: string): LeadspringError {
  return new LeadspringError('file_truncated', `${file} ends early.`, { where: { file } });
}
