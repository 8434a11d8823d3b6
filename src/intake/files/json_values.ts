/** Values of a file of JSON, however many: an array, arrays in an object, or one value a line. */
import type { RecordPlace } from '../contract.ts';
import { fieldsOf, parseJson } from '../text/json.ts';
import { readLines } from '../text/lines.ts';
import { jsonItems } from './json_items.ts';
import { unpackedFile } from './unpack.ts';

export interface FoundValue {
  /** Undefined when it is no JSON, or too long. */
  readonly value: unknown;
  readonly tooLong: boolean;
  readonly place: RecordPlace;
  /** Where it stands in the file; stable as long as only later values are added. */
  readonly id: string;
}

export interface ValueOptions {
  /** The longest value, in bytes. */
  readonly limit: number;
  /** Members of an object whose arrays are wanted. */
  readonly members?: readonly string[];
}

const HEAD = 64 * 1024;

/**
 * Streams the values of a file, which may be packed with gzip.
 * @throws LeadspringError as `jsonItems` and `unpackedFile`, after everything that could be read
 */
export async function* jsonValues(
  path: string,
  { limit, members = [] }: ValueOptions,
): AsyncGenerator<FoundValue> {
  if (isOneALine(await headOf(path), members)) {
    let line = 0;
    for await (const { text } of readLines(unpackedFile(path), limit)) {
      line++;
      if (text?.trim() !== '') yield found(text, { file: path, line }, `line:${line}`);
    }
    return;
  }
  const wanted = (member: string): boolean => member === '' || members.includes(member);
  for await (const { text, member, number } of jsonItems(unpackedFile(path), { limit, path, wanted })) {
    yield found(text, { file: path }, `item:${member === '' ? '' : `${member}:`}${number}`);
  }
}

/** The beginning of a file as text, unpacked, without a byte order mark and blanks. */
export async function headOf(path: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const piece of unpackedFile(path)) {
    parts.push(piece);
    size += piece.length;
    if (size >= HEAD) break;
  }
  return Buffer.concat(parts)
    .subarray(0, HEAD)
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
}

/** Whether the first line is a whole object, and not the one that holds all others. */
function isOneALine(head: string, members: readonly string[]): boolean {
  if (!head.startsWith('{')) return false;
  const first = parseJson(head.split('\n', 1)[0] ?? '');
  const fields = fieldsOf(first);
  return first !== undefined && !members.some((member) => Array.isArray(fields[member]));
}

function found(text: string | undefined, place: RecordPlace, id: string): FoundValue {
  return { value: text === undefined ? undefined : parseJson(text), tooLong: text === undefined, place, id };
}
