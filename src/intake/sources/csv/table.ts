/** What is decided once for a table, from its header and first rows; and its rows as records. */
import { isUtf8 } from 'node:buffer';
import path from 'node:path';
import { LeadspringError } from '../../../base/plain.ts';
import type { Failure, SourceRecord } from '../../contract.ts';
import type { RawRow } from '../../files/csv_rows.ts';
import type { Mapping } from './columns.ts';
import { mapHeader, mappingNotes } from './header.ts';
import { createRowIds } from './ids.ts';
import { DATE_FIELDS, type Field, type Kind } from './kinds.ts';
import { type CsvBody, NUL_SIGN, type Row, unread, VALUE_LIMIT } from './row.ts';
import type { CsvSettings } from './settings.ts';
import {
  type DateOrder,
  type DecimalMark,
  dateOrderOf,
  decimalMarkOf,
  isBlank,
  parseAmount,
} from './values.ts';

export interface Table {
  readonly notes: readonly string[];
  /** A row as a record, or why it is none. */
  toRecord(row: RawRow): SourceRecord<CsvBody> | Failure;
  /** True once a value was not UTF-8 and was read as Windows-1252. */
  sawWindows1252(): boolean;
}

const COLUMN_LIMIT = 2000;

/** Decides about a table. Throws `csv_columns` when the header fits no kind. */
export function openTable(
  file: string,
  header: RawRow,
  sample: readonly RawRow[],
  settings: CsvSettings,
): Table {
  if (header.fields.length > COLUMN_LIMIT) {
    const message = `${file}, line ${header.line}: more than ${COLUMN_LIMIT} columns`;
    throw new LeadspringError('csv_columns', message, { where: { file, line: header.line } });
  }
  const decode = createDecoder();
  const names = header.fields.map(decode.text);
  const mapping = mapHeader(file, header.line, names, settings);
  const columns = [...mapping.columns].map(
    ([field, { index, others = [] }]): [Field, [number, ...number[]]] => [field, [index, ...others]],
  );
  const textAt = (row: RawRow, at: number): string => decode.text(row.fields[at] ?? '');
  const given = givenValues(mapping, settings);
  const valuesOf = (row: RawRow): Row['values'] => {
    const values: Partial<Record<Field, string>> = {};
    for (const [field, [index, ...others]] of columns) {
      const first = textAt(row, index);
      const other = isBlank(first) ? others.find((at) => !isBlank(textAt(row, at))) : undefined;
      values[field] = other === undefined ? first : textAt(row, other);
    }
    return { ...values, ...given };
  };
  const first = sample.map(valuesOf);
  const dates = decideDateOrder(first, settings);
  const decimal = decideDecimal(first);
  const base = {
    kind: mapping.kind,
    headers: Object.fromEntries([...mapping.columns].map(([field, column]) => [field, column.header])),
    dateOrder: dates.order,
    ...(decimal === undefined ? {} : { decimal }),
    ...(mapping.currency === undefined ? {} : { currency: mapping.currency }),
  };
  const idOf = createRowIds(mapping.kind, [...mapping.columns.keys(), ...(Object.keys(given) as Field[])]);
  return {
    notes: [
      ...mappingNotes(names, mapping),
      ...(dates.note === undefined ? [] : [dates.note]),
      ...currencyNotes(first, mapping, settings),
      ...(sample.length === 0 ? ['there is a header, but no row'] : []),
    ].map((note) => `${path.basename(file)}: ${note}`),
    sawWindows1252: decode.sawWindows1252,
    toRecord: (row) => {
      const place = { file, line: row.line };
      const id = `${path.basename(file)}:${row.line}`;
      if (row.fields.every(isBlankField)) return { id: `${id}:empty`, place, body: { empty: true } };
      if (!fits(row.fields, names.length)) {
        const detail = `the row has ${row.fields.length} fields, the header ${names.length}`;
        // the size tells rows of equally named files apart without saying anything of what is in them
        const shape = `${row.fields.length}:${row.fields.join().length}`;
        return unread(`${id}:${shape}`, place, 'line_malformed', detail);
      }
      const values = valuesOf(row);
      return { id: idOf(values), place, body: { ...base, values } };
    },
  };
}

/** Kinds of which a service exports one event or month a file, so that what settings say is part of a row. */
const BY_FILE: readonly Kind[] = ['searches', 'feedback', 'tickets'];

/** What settings give to all rows of a file and its columns do not: else rows of two files could not be told apart. */
function givenValues({ kind, columns, preset }: Mapping, { date, item }: CsvSettings): Row['values'] {
  if (preset === undefined && !BY_FILE.includes(kind)) return {};
  return {
    ...(date === undefined || columns.has('date') ? {} : { date }),
    ...(item === undefined || kind !== 'attendees' || columns.has('event') ? {} : { event: item }),
  };
}

function isBlankField(field: string): boolean {
  return field.trim() === '';
}

/** Spreadsheets sometimes end a row with empty fields of their own. */
function fits(fields: readonly string[], wanted: number): boolean {
  return fields.length === wanted || (fields.length > wanted && fields.slice(wanted).every(isBlankField));
}

const ASCII = /^\p{ASCII}*$/u;

function createDecoder() {
  const windows1252 = new TextDecoder('windows-1252');
  let saw = false;
  const decode = (bytes: Buffer): string => {
    if (isUtf8(bytes)) return bytes.toString('utf8');
    saw = true;
    return windows1252.decode(bytes);
  };
  return {
    text: (field: string): string => {
      const text = ASCII.test(field) ? field : decode(Buffer.from(field, 'latin1'));
      return text
        .trim()
        .slice(0, VALUE_LIMIT + 1)
        .toWellFormed()
        .replaceAll('\0', NUL_SIGN);
    },
    sawWindows1252: () => saw,
  };
}

function decideDateOrder(
  rows: readonly Row['values'][],
  settings: CsvSettings,
): { order: DateOrder; note?: string } {
  if (settings.dateOrder !== 'auto') return { order: settings.dateOrder };
  const values = rows.flatMap((row) => DATE_FIELDS.map((field) => row[field] ?? ''));
  const order = dateOrderOf(values);
  if (order === undefined) return { order: 'dmy' };
  if (order !== 'ambiguous') return { order };
  const note = 'dates like 03/04/2026 are read as 3 April (day first); the setting date_order says otherwise';
  return { order: 'dmy', note };
}

/** The mark that most amounts prove; undefined when they prove nothing. */
function decideDecimal(rows: readonly Row['values'][]): DecimalMark | undefined {
  const marks = rows.map((row) => decimalMarkOf(row.amount ?? ''));
  const commas = marks.filter((mark) => mark === ',').length;
  const points = marks.filter((mark) => mark === '.').length;
  if (commas === points) return undefined;
  return commas > points ? ',' : '.';
}

function currencyNotes(rows: readonly Row['values'][], mapping: Mapping, settings: CsvSettings): string[] {
  const named = (field: Field) => mapping.columns.has(field);
  if (!named('amount') || named('currency') || mapping.currency !== undefined) return [];
  const bare = rows.some(({ amount }) => {
    const parsed = amount === undefined ? undefined : parseAmount(amount);
    return parsed !== undefined && parsed.currency === undefined;
  });
  return bare ? [`amounts without a currency are taken as ${settings.currency} (setting currency)`] : [];
}
