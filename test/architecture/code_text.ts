/**
 * TypeScript source cut into code, comments, strings and regular expressions, as far as the architecture
 * rules need it: no grammar, only a scanner. Each kind keeps its place: the other kinds become spaces.
 */

export interface CodeText {
  /** Code alone: comments, strings and regular expressions blanked, line breaks kept. */
  readonly code: string;
  /** Code and strings: comments blanked. */
  readonly uncommented: string;
  /** The contents of strings and templates with the offset where each begins. */
  readonly strings: readonly { readonly offset: number; readonly text: string }[];
}

type Kind = 'comment' | 'string' | 'regex';
interface Piece {
  readonly kind: Kind;
  readonly start: number;
  readonly end: number;
}

/** After these a slash begins a regular expression, not a division. */
const BEFORE_REGEX =
  /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|delete|void|throw|new|else|await|yield))\s*$/;

/** Cuts a source text. */
export function codeText(text: string): CodeText {
  const pieces = scan(text);
  return {
    code: blank(text, pieces),
    uncommented: blank(
      text,
      pieces.filter(({ kind }) => kind === 'comment'),
    ),
    strings: pieces
      .filter(({ kind }) => kind === 'string')
      .map(({ start, end }) => ({ offset: start, text: text.slice(start, end) })),
  };
}

function blank(text: string, pieces: readonly Piece[]): string {
  let out = '';
  let at = 0;
  for (const { start, end } of pieces) {
    out += text.slice(at, start) + text.slice(start, end).replace(/[^\n]/g, ' ');
    at = end;
  }
  return out + text.slice(at);
}

function scan(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  /** Depth of braces at which each open template's `${` began. */
  const templates: number[] = [];
  let depth = 0;
  let at = 0;
  const add = (kind: Kind, end: number): void => {
    pieces.push({ kind, start: at, end });
    at = end;
  };
  const template = (): void => {
    const end = templateEnd(text, at + 1);
    const opens = text.startsWith('${', end);
    add('string', Math.min(end + (opens ? 2 : 1), text.length));
    if (opens) templates.push(depth);
  };
  while (at < text.length) {
    const char = text[at];
    if (text.startsWith('//', at)) add('comment', orEnd(text, text.indexOf('\n', at)));
    else if (text.startsWith('/*', at)) add('comment', orEnd(text, text.indexOf('*/', at + 2) + 2, 2));
    else if (char === "'" || char === '"') add('string', quoteEnd(text, at));
    else if (char === '`') template();
    else if (char === '}' && templates.at(-1) === depth) {
      templates.pop();
      template();
    } else if (char === '/' && BEFORE_REGEX.test(text.slice(Math.max(0, at - 40), at)))
      add('regex', regexEnd(text, at));
    else {
      if (char === '{') depth += 1;
      if (char === '}') depth -= 1;
      at += 1;
    }
  }
  return pieces;
}

function orEnd(text: string, found: number, least = 0): number {
  return found < least || found === -1 ? text.length : found;
}

/** The offset of the closing backtick or of the next `${`. */
function templateEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '`' || text.startsWith('${', at)) return at;
  }
  return text.length;
}

function quoteEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === text[start] || text[at] === '\n') return at + 1;
  }
  return text.length;
}

function regexEnd(text: string, start: number): number {
  let inClass = false;
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text[at];
    if (char === '\\') at += 1;
    else if (char === '\n') return start + 1;
    else if (char === '[') inClass = true;
    else if (char === ']') inClass = false;
    else if (char === '/' && !inClass) return at + 1;
  }
  return text.length;
}

/** The 1-based line of an offset. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
