/**
 * HTML of a message as plain text: scripts, styles and comments dropped, blocks on lines of their own, quoted
 * blocks marked with `> ` so that one rule for quotes serves both. Linear in its bounded input; the answer
 * is text, never markup to be shown as such.
 */

/** Most HTML that is read, in characters. */
const MAX_HTML = 512 * 1024;

const INVISIBLE = /<(script|style|head|title|template|svg|noscript)\b[^<>]*>[\s\S]*?(?:<\/\1\s*>|$)/gi;
const COMMENT = /<!--[\s\S]*?(?:-->|$)|<[!?][^<>]*>?/g;
const TAG = /<(\/?)([a-z][a-z0-9:]*)\b[^<>]*>?/gi;

const BLOCKS = new Set(
  'div,tr,ul,ol,dl,dt,dd,li,table,section,article,header,footer,center,form,address'.split(','),
);
const PARAGRAPHS = new Set('p,h1,h2,h3,h4,h5,h6,pre,blockquote,hr'.split(','));
const MAX_DEPTH = 20;

/** Visible text of an HTML body. */
export function htmlToText(html: string): string {
  const visible = html.slice(0, MAX_HTML).replace(COMMENT, '').replace(INVISIBLE, ' ');
  const page: Page = { lines: [], line: '', depth: 0, pre: false };
  let at = 0;
  for (const match of visible.matchAll(TAG)) {
    addText(page, visible.slice(at, match.index));
    at = match.index + match[0].length;
    addTag(page, (match[2] ?? '').toLowerCase(), match[1] === '/');
  }
  addText(page, visible.slice(at));
  flush(page);
  return page.lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

interface Page {
  readonly lines: string[];
  line: string;
  /** How many block quotes are open. */
  depth: number;
  pre: boolean;
}

function addText(page: Page, text: string): void {
  if (page.pre) {
    const [first = '', ...more] = text.split('\n');
    page.line += first;
    for (const line of more) {
      flush(page);
      page.line = line;
    }
  } else {
    page.line += text.replace(/[ \t\r\n\f]+/g, ' ');
  }
}

function addTag(page: Page, name: string, closing: boolean): void {
  if (name === 'br') {
    flush(page, true);
  } else if (PARAGRAPHS.has(name)) {
    flush(page);
    if (name === 'blockquote') page.depth = Math.min(MAX_DEPTH, Math.max(0, page.depth + (closing ? -1 : 1)));
    if (name === 'pre') page.pre = !closing;
    blank(page);
  } else if (BLOCKS.has(name)) {
    flush(page);
    if (name === 'li' && !closing) page.line = '- ';
  } else if (name === 'td' || name === 'th') {
    page.line += ' ';
  }
}

function flush(page: Page, keepEmpty = false): void {
  const text = decodeEntities(page.pre ? page.line.trimEnd() : page.line.trim());
  page.line = '';
  if (text !== '' || keepEmpty) page.lines.push('> '.repeat(page.depth) + text);
}

function blank(page: Page): void {
  if (page.lines.length > 0 && page.lines.at(-1) !== '') page.lines.push('');
}

/** Names of U+00A0 to U+00FF in order (HTML 4). */
const LATIN1 =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';
const NAMED: ReadonlyMap<string, string> = new Map([
  ...LATIN1.split(' ').map((name, i): [string, string] => [name, String.fromCharCode(0xa0 + i)]),
  ['nbsp', ' '],
  ['shy', ''],
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['ndash', '–'],
  ['mdash', '—'],
  ['lsquo', '‘'],
  ['rsquo', '’'],
  ['ldquo', '“'],
  ['rdquo', '”'],
  ['bull', '•'],
  ['hellip', '…'],
  ['euro', '€'],
  ['trade', '™'],
  ['rarr', '→'],
  ['larr', '←'],
  ['zwnj', ''],
]);

/** Text with character references resolved; unknown ones stay as they are. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z][a-z0-9]{1,7}));/gi,
    (whole, dec, hex, name) => {
      if (name !== undefined) return NAMED.get(name) ?? whole;
      const code = dec === undefined ? Number.parseInt(hex, 16) : Number(dec);
      const usable = code > 0x1f && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
      return usable ? String.fromCodePoint(code === 0xa0 ? 0x20 : code) : ' ';
    },
  );
}
