/**
 * Many words found in one walk over a text: a tree of letters, so that a text costs its length, whatever the number
 * of words. A word of the list is
 *   `audit`        a whole word              `single sign on`  a phrase; blank - _ / + ' and nothing are alike
 *   `lizenz*`      a word that begins so     `*lizenz*`        a word that holds this
 *   `vysok* dostupnost*`  a phrase in all its endings           `# users`  a number, then a word
 * Words of scripts without blanks are found anywhere.
 */
import { DENSE, DIGIT, fold, JOINS, kindAt, oneWord, WORD } from './text.ts';

interface Node {
  readonly next: Map<number, Node>;
  /** After the end of a word of a phrase. */
  joint?: Node;
  /** After the end of a word of which only the beginning matters. */
  rest?: Node;
  /** After a number. */
  number?: Node;
  /** Ids of words that end here, and of those that may go on. */
  readonly ends: number[];
  readonly begins: number[];
}

/**
 * A tree, and which beginnings of words it holds, by a hash of their first letters (at most three): nearly all places
 * of a text begin no word, and a look into a table of bytes costs a tenth of a step in the tree.
 */
interface Tree {
  readonly root: Node;
  readonly beginnings: Uint8Array;
}

/** A tree of words; `openWords` makes it. */
export interface Words {
  readonly atStart: Tree;
  readonly anywhere: Tree;
}

const PART = /^\*?[\p{L}\p{N}\p{M}]+\*?$/u;
/** A shorter stem would be chance; within a phrase the rest of it tells more. */
const LEAST_STEM = 3;
const LEAST_STEM_IN_PHRASE = 2;

/** The parts of a word as it is written in a list, or null when it is none. */
export function partsOf(word: string): readonly string[] | null {
  const parts = fold(word)
    .split(/[\s_/\-'’‘ʼ]+/)
    .filter((part) => part !== '');
  const good = parts.every((part, index) => {
    if (part === '#') return parts.length > 1;
    if (!PART.test(part) || (part.startsWith('*') && index > 0)) return false;
    const least = parts.length > 1 ? LEAST_STEM_IN_PHRASE : LEAST_STEM;
    return !part.includes('*') || part.replaceAll('*', '').length >= least;
  });
  return good && parts.length > 0 ? parts : null;
}

const newNode = (): Node => ({ next: new Map(), ends: [], begins: [] });
const newTree = (): Tree => ({ root: newNode(), beginnings: new Uint8Array(HASHES) });

const HASHES = 65_536;
/** The hash of one more letter. */
const hashed = (hash: number, code: number): number => (hash * 1_021 + code + 1) & (HASHES - 1);
const BEGINNING = 3;

/** A tree of these words; the number of a word is its place in the list. */
export function openWords(words: readonly string[]): Words {
  const [atStart, anywhere] = [newTree(), newTree()];
  for (const [id, word] of words.entries()) {
    const parts = partsOf(word) ?? [];
    if (parts.length > 0) add(parts[0]?.startsWith('*') ? anywhere : atStart, parts, id);
  }
  return { atStart, anywhere };
}

function add({ root, beginnings }: Tree, parts: readonly string[], id: number): void {
  for (const first of parts[0] === '#' ? [...'0123456789'] : [parts[0]?.replaceAll('*', '') ?? '']) {
    let hash = 0;
    for (let at = 0; at < Math.min(first.length, BEGINNING); at++) hash = hashed(hash, first.charCodeAt(at));
    beginnings[hash] = 1;
  }
  let node = root;
  for (const [index, part] of parts.entries()) {
    const end = part === '#' ? grown(node, 'number') : letters(node, part.replaceAll('*', ''));
    const open = part.endsWith('*');
    if (index === parts.length - 1) (open ? end.begins : end.ends).push(id);
    else node = grown(end, open ? 'rest' : 'joint');
  }
}

function grown(node: Node, edge: 'joint' | 'rest' | 'number'): Node {
  const next = node[edge] ?? newNode();
  node[edge] = next;
  return next;
}

function letters(from: Node, part: string): Node {
  let node = from;
  for (let at = 0; at < part.length; at++) {
    const code = part.charCodeAt(at);
    const next: Node = node.next.get(code) ?? newNode();
    node.next.set(code, next);
    node = next;
  }
  return node;
}

/** What is told of each word found: its number in the list, and where it stands. */
export type Found = (id: number, start: number, end: number) => void;

/** The longest word, number, and run of joiners looked across within a phrase; longer ones are no phrases. */
const LONGEST_REST = 24;
const LONGEST_NUMBER = 9;
const LONGEST_JOIN = 3;

/** Tells all words found in a folded text. */
export function findWords({ atStart, anywhere }: Words, text: string, found: Found): void {
  let before = kindAt(text, -1);
  for (let at = 0; at < text.length; at++) {
    const kind = kindAt(text, at);
    if (kind >= WORD) {
      const one = hashed(0, text.charCodeAt(at));
      const two = at + 1 < text.length ? hashed(one, text.charCodeAt(at + 1)) : one;
      const three = at + 2 < text.length ? hashed(two, text.charCodeAt(at + 2)) : two;
      const starts = kind === DENSE || !oneWord(before, kind);
      if (starts && isOneOf(atStart.beginnings, one, two, three)) walk(atStart.root, text, at, at, found);
      if (isOneOf(anywhere.beginnings, one, two, three)) walk(anywhere.root, text, at, at, found);
    }
    before = kind;
  }
}

function isOneOf(beginnings: Uint8Array, one: number, two: number, three: number): boolean {
  return beginnings[one] === 1 || beginnings[two] === 1 || beginnings[three] === 1;
}

function walk(from: Node, text: string, start: number, place: number, found: Found): void {
  let [node, at] = [from, place];
  for (;;) {
    if (node.begins.length > 0) for (const id of node.begins) found(id, start, at);
    if (node.ends.length > 0 && !oneWord(kindAt(text, at - 1), kindAt(text, at)))
      for (const id of node.ends) found(id, start, at);
    if (node.joint !== undefined) walkOn(node.joint, text, start, at, found);
    if (node.rest !== undefined) {
      const end = endOf(text, at, LONGEST_REST, (kind) => kind >= WORD);
      if (kindAt(text, end) === JOINS) walkOn(node.rest, text, start, end, found);
    }
    if (node.number !== undefined) {
      const end = endOf(text, at, LONGEST_NUMBER, (kind) => kind === DIGIT);
      if (end > at) walk(node.number, text, start, end, found);
    }
    const next = at < text.length ? node.next.get(text.charCodeAt(at)) : undefined;
    if (next === undefined) return;
    node = next;
    at += 1;
  }
}

/** The next word of a phrase. Written as one word is alike, but two numbers are not one. */
function walkOn(node: Node, text: string, start: number, at: number, found: Found): void {
  const end = endOf(text, at, LONGEST_JOIN, (kind) => kind === JOINS);
  if (end === at && kindAt(text, at) === DIGIT && kindAt(text, at - 1) === DIGIT) return;
  walk(node, text, start, end, found);
}

function endOf(text: string, from: number, most: number, fits: (kind: number) => boolean): number {
  let at = from;
  while (at - from < most && fits(kindAt(text, at))) at += 1;
  return at;
}
