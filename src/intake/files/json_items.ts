/** The items of the arrays of one JSON document of any size, each bounded, without holding the document. */
import { LeadspringError } from '../../base/plain.ts';

export interface JsonItem {
  /** The member of the outermost object whose array holds it; empty when the document is an array itself. */
  readonly member: string;
  /** The item as it stands, or undefined in place of one that is longer than the limit. */
  readonly text: string | undefined;
  /** Its number in the array, from 1. */
  readonly number: number;
}

export interface ItemOptions {
  /** The longest item, in bytes. */
  readonly limit: number;
  /** For messages. */
  readonly path: string;
  /** Items of other members are passed over. */
  readonly wanted?: (member: string) => boolean;
}

const [QUOTE, BACKSLASH, COMMA, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [...Buffer.from('"\\,{}[]')];
const LONGEST_NAME = 1_000;

/**
 * Streams the items of `[…]`, or of all arrays that are members of `{…}`. Items are cut, not parsed.
 * @throws LeadspringError `file_corrupt` when the document is neither, `file_truncated` when it ends early, both after
 *   all that could be read
 */
export async function* jsonItems(
  stream: AsyncIterable<Uint8Array>,
  { limit, path, wanted = () => true }: ItemOptions,
): AsyncGenerator<JsonItem> {
  const cutter = cutterOf(limit, wanted);
  for await (const chunk of stream) {
    yield* cutter.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    if (cutter.state() === 'broken') break;
  }
  if (cutter.state() === 'ended') return;
  const cut = cutter.state() === 'inside';
  throw new LeadspringError(
    cut ? 'file_truncated' : 'file_corrupt',
    `${path} ${cut ? 'ends within its JSON' : 'is not a JSON object or array'}.`,
    { where: { file: path } },
  );
}

type State = 'before' | 'inside' | 'ended' | 'broken';

function cutterOf(limit: number, wanted: (member: string) => boolean) {
  let state: State = 'before';
  let depth = 0;
  /** The depth at which items stand; 0 while in no array. */
  let itemDepth = 0;
  let isObject = false;
  let inString = false;
  let escaped = false;
  let number = 0;
  let member = '';
  let keep = true;
  const item = collectorOf(limit);
  const name = collectorOf(LONGEST_NAME);
  let found: JsonItem[] = [];

  const endItem = (piece: Buffer, at: number): void => {
    if (!item.isOpen()) return;
    const text = item.end(piece, at);
    number++;
    if (keep) found.push({ member, text, number });
  };
  const openList = (): void => {
    if (itemDepth > 0 || depth > (isObject ? 2 : 1)) return;
    itemDepth = depth;
    number = 0;
    keep = wanted(member);
  };
  const before = (byte: number): void => {
    if (byte <= 32 || byte === 0xef || byte === 0xbb || byte === 0xbf) return;
    isObject = byte === OPEN;
    state = isObject || byte === OPEN_LIST ? 'inside' : 'broken';
    depth = 1;
    if (byte === OPEN_LIST) openList();
  };
  const close = (piece: Buffer, at: number): void => {
    if (depth === itemDepth) {
      endItem(piece, at);
      itemDepth = 0;
    }
    if (--depth === 0) state = 'ended';
  };
  const inside = (piece: Buffer, at: number, byte: number): void => {
    const atItem = itemDepth > 0 && depth === itemDepth;
    if (atItem && byte > 32 && byte !== COMMA && byte !== CLOSE_LIST && !item.isOpen()) item.begin(at);
    if (byte === QUOTE) {
      inString = true;
      if (isObject && depth === 1) name.begin(at + 1);
    } else if (byte === OPEN || byte === OPEN_LIST) {
      depth++;
      if (byte === OPEN_LIST) openList();
    } else if (byte === CLOSE || byte === CLOSE_LIST) close(piece, at);
    else if (byte === COMMA && atItem) endItem(piece, at);
  };
  const string = (piece: Buffer, at: number, byte: number): void => {
    if (escaped) escaped = false;
    else if (byte === BACKSLASH) escaped = true;
    else if (byte === QUOTE) {
      inString = false;
      if (name.isOpen()) member = name.end(piece, at) ?? '';
    }
  };
  return {
    state: () => state,
    push: (piece: Buffer): readonly JsonItem[] => {
      found = [];
      for (let at = 0; at < piece.length && state !== 'ended' && state !== 'broken'; at++) {
        const byte = piece[at] ?? 0;
        if (inString) string(piece, at, byte);
        else if (state === 'inside') inside(piece, at, byte);
        else before(byte);
      }
      item.keep(piece);
      name.keep(piece);
      return found;
    },
  };
}

/** Collects the bytes of one text that may begin and end in any piece. */
function collectorOf(limit: number) {
  let from = -1;
  let parts: Buffer[] = [];
  let size = 0;
  const add = (part: Buffer): void => {
    size += part.length;
    // A copy: the piece it stands in would be held as a whole.
    if (size <= limit) parts.push(Buffer.from(part));
    else parts = [];
  };
  return {
    isOpen: () => from >= 0,
    begin: (at: number): void => {
      from = at;
      [parts, size] = [[], 0];
    },
    end: (piece: Buffer, at: number): string | undefined => {
      size += at - from;
      if (size <= limit) parts.push(piece.subarray(from, at));
      const text = size <= limit ? Buffer.concat(parts).toString('utf8') : undefined;
      [from, parts, size] = [-1, [], 0];
      return text;
    },
    /** At the end of a piece: what belongs to the text is kept for the next one. */
    keep: (piece: Buffer): void => {
      if (from < 0) return;
      add(piece.subarray(from));
      from = 0;
    },
  };
}
