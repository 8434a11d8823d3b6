/** The index page of a Pipermail archive: which volumes there are. Pure. */

/** One file of the archive: a year, a quarter, a month, a week or a day, as the list was set up. */
export interface VolumeLink {
  /** The file's name without its endings, e.g. `2020-March`. */
  readonly name: string;
  /** The file, relative to the page. */
  readonly file: string;
  /** The words of the link, which tell the size: `[ Gzip'd Text 12 KB ]`. */
  readonly label: string;
}

const MOST_VOLUMES = 20_000;
const LINK = /<a\s[^<>]{0,200}?href\s*=\s*["']?([^"'<>\s]{1,200})["']?[^<>]{0,200}>([^<>]{0,200})/gi;
const VOLUME =
  /^((\d{4})(?:-([A-Z][a-z]+)|q([1-4])|(\d{2})(\d{2})?)?|Week-of-Mon-(\d{4})(\d{2})(\d{2}))\.(?:txt|mbox)(?:\.gz)?$/;
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/**
 * The volumes that the page links to, the oldest first; each once, packed where there is a packed one. Knows the pages
 * of mod_mbox too, which link to `202003.mbox/thread`.
 */
export function volumesOf(page: string): readonly VolumeLink[] {
  const found = new Map<string, VolumeLink & { readonly order: string }>();
  for (const [, link = '', words = ''] of page.matchAll(LINK)) {
    const file = link.replace(/^\.\//, '').replace(/(\.mbox)\/\w+$/, '$1');
    const match = VOLUME.exec(file);
    if (match === null) continue;
    const name = match[1] ?? '';
    if (found.has(name) && !file.endsWith('.gz')) continue;
    found.set(name, { name, file, label: words.replace(/\s+/g, ' ').trim(), order: orderOf(match) });
    if (found.size >= MOST_VOLUMES) break;
  }
  return [...found.values()]
    .sort((one, other) => (one.order < other.order ? -1 : 1))
    .map(({ name, file, label }) => ({ name, file, label }));
}

/** Something that sorts by time. */
function orderOf([, , year, month, quarter, monthNumber, day, ...week]: RegExpExecArray): string {
  if (week[0] !== undefined) return week.join('');
  const number = month === undefined ? Number(monthNumber ?? 0) : MONTHS.indexOf(month) + 1;
  const first = quarter === undefined ? number : Number(quarter) * 3 - 2;
  return `${year}${String(first).padStart(2, '0')}${day ?? '00'}`;
}
