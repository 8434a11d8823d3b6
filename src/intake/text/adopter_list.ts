/**
 * Public lists of adopters: ADOPTERS.md, USERS.md and the like. Markdown tables and bullet lists, with and without
 * links. Bounded time whatever the file holds.
 */

const LINE_LIMIT = 2_000;
const LINES = 20_000;

/** Whether a file of this name, in the root or the folder of documents, is such a list. */
export function isAdopterList(path: string): boolean {
  return /^(?:(?:docs?|\.github|community|website)\/)?(?:adopters?|users|who[-_]?uses|who[-_]?is[-_]?using|used[-_]?by|production[-_]?users|case[-_]?studies)\.(?:md|markdown)$/i.test(
    path,
  );
}

export interface Adopter {
  readonly name: string;
  /** Host of the organization's own site, where the list links to it. */
  readonly site?: string;
  /** 0..1 that it is an organization's name: a cell of a table, a link, bold type, or only a short line. */
  readonly confidence: number;
  /** Line of the file, from 1. */
  readonly line: number;
}

/** The organizations that a list names, each once, in the order of the file. */
export function readAdopters(text: string): readonly Adopter[] {
  const adopters = new Map<string, Adopter>();
  let column: number | null = null;
  const lines = withoutComments(text).split('\n', LINES);
  lines.forEach((raw, index) => {
    const line = raw.slice(0, LINE_LIMIT).trim();
    if (!line.startsWith('|') && !/^[^|]+\|[^|]+/.test(line)) column = null;
    else if (/^[|\s:-]+$/.test(line)) column ??= nameColumn(lines[index - 1] ?? '');
    const found = column === null ? ofBullet(line) : ofRow(line, column);
    if (found === null) return;
    const key = found.name.toLowerCase();
    if (!adopters.has(key)) adopters.set(key, { ...found, line: index + 1 });
  });
  return [...adopters.values()];
}

/** Line breaks stay, so that lines keep their numbers. */
function withoutComments(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, (comment) => comment.replace(/[^\n]/g, ''))
    .replace(/^```[\s\S]*?^```/gm, (code) => code.replace(/[^\n]/g, ''));
}

function cellsOf(line: string): readonly string[] {
  return line
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}

/** Which column of a table holds names; the first where the header does not say. */
function nameColumn(header: string): number {
  const cells = cellsOf(header.slice(0, LINE_LIMIT));
  const at = cells.findIndex((cell) =>
    /\b(?:organi[sz]ations?|compan(?:y|ies)|adopters?|users?|names?|firma|unternehmen|entreprise|empresa)\b/i.test(
      cell,
    ),
  );
  return Math.max(0, at);
}

function ofRow(line: string, column: number): Omit<Adopter, 'line'> | null {
  if (/^[|\s:-]+$/.test(line)) return null;
  const cells = cellsOf(line);
  const cell = cells[column] ?? '';
  const named = read(cell);
  if (named === null) return null;
  // The link may stand in a column of its own.
  const link = named.link ?? cells.map((each) => read(each)?.link).find((each) => siteOf(each) !== undefined);
  return adopter(named.name, link, 0.9);
}

const INSTRUCTION =
  /^(?:please|add|to add|if you|open|create|submit|fork|see|how|we|you|your|this|these|the following|note|use|using|send|feel|edit|example|organization|company|name)\b/i;

function ofBullet(line: string): Omit<Adopter, 'line'> | null {
  const body = /^(?:[-*+•]|\d{1,3}[.)])\s+(.*)$/.exec(line)?.[1];
  if (body === undefined) return null;
  const [head = ''] = body.split(/\s+[-–—:]+\s+|:\s|\s—|\.\s(?=\p{Lu})|(?<=\)|\*\*)\s*[-–—:,]\s*/u);
  const named = read(head.includes('](') && !/\]\([^)]*\)/.test(head) ? body : head);
  if (named === null || INSTRUCTION.test(named.name)) return null;
  const own = siteOf(named.link) !== undefined;
  // A sentence is not a name; a link or bold type shows that a name is meant.
  if (!own && !named.marked && (named.name.split(' ').length > 5 || !/^[\p{Lu}\p{N}]/u.test(named.name))) {
    return null;
  }
  return adopter(named.name, named.link, own || named.marked ? 0.85 : 0.6);
}

interface Named {
  readonly name: string;
  readonly link?: string;
  readonly marked: boolean;
}

/** The name and the link of a piece of Markdown or of the little HTML that lists use. */
function read(markdown: string): Named | null {
  const text = markdown
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<img\b[^>]*?\balt="([^"]*)"[^>]*>/gi, '$1')
    .replace(/<a\b[^>]*?\bhref="([^"]*)"[^>]*>([\s\S]*?)<\/a>/gi, '[$2]($1)')
    .replace(/<[a-z/][^>]*>(?!\()/gi, (tag) => (/^<https?:/i.test(tag) ? tag : ''));
  const linked = /\[([^\]]+)\]\(\s*<?([^)\s>]+)[^)]*\)/.exec(text);
  const bare = /<?(https?:\/\/[^\s<>)]+)>?/.exec(text);
  const bold = /(\*\*|__)(.+?)\1/.exec(text);
  const name = nameOf(
    (bold === null ? (linked?.[1] ?? text.replace(bare?.[0] ?? '', '')) : (bold[2] ?? ''))
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/\(\s*\)/g, '')
      .replace(/[*_`]/g, ''),
  );
  if (name === undefined || /^https?:/i.test(name)) return null;
  const link = linked?.[2] ?? bare?.[1];
  return { name, ...(link === undefined ? {} : { link }), marked: bold !== null || linked !== null };
}

/** Sites where anybody has a page; a link to one says nothing of who owns it. */
const SHARED_SITES =
  /(?:^|\.)(?:github|gitlab|bitbucket|codeberg|sourceforge|linkedin|twitter|x|facebook|instagram|youtube|medium|xing|gitee|launchpad|wikipedia)\.(?:com|org|net|io)$/;

/** The host of a link, unless it is a page on a site for everybody. */
function siteOf(link: string | undefined): string | undefined {
  if (link === undefined || !URL.canParse(link)) return undefined;
  const { protocol, hostname } = new URL(link);
  const host = hostname.replace(/^www\./, '');
  return /^https?:$/.test(protocol) && host.includes('.') && !SHARED_SITES.test(host) ? host : undefined;
}

function adopter(name: string, link: string | undefined, confidence: number): Omit<Adopter, 'line'> {
  const site = siteOf(link);
  return { name, ...(site === undefined ? {} : { site }), confidence };
}

const NAME_LIMIT = 80;

/** A name without markup around it; undefined when it cannot be one. */
function nameOf(text: string): string | undefined {
  const name = text
    .replace(/^[\s*_`"'“”«»|,;:·•<([{-]+|[\s*_`"'“”«»|,;:·•>\]}-]+$/gu, '')
    .replace(/\s+/g, ' ');
  return name.length > 0 && name.length <= NAME_LIMIT && /\p{L}/u.test(name) ? name : undefined;
}
