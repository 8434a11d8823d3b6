/** Which column of a header is which field. */
import { type Field, KIND_SPECS, KINDS, type Kind } from './kinds.ts';
import { type Preset, presets } from './presets.ts';
import { parseCurrency } from './values.ts';

/** A field's place: the column's index from 0 and its header as written. */
export interface Column {
  readonly index: number;
  readonly header: string;
  /** Places that are looked at, in this order, in rows in which it is blank. */
  readonly others?: readonly number[];
}
export type Columns = ReadonlyMap<Field, Column>;

export interface Mapping {
  readonly kind: Kind;
  readonly columns: Columns;
  /** Currency that the header of the amount names, e.g. `Amount (EUR)`. */
  readonly currency?: string;
  /** The export that the header is known to be of. */
  readonly preset?: string;
}

/** What the operator declared instead of leaving it to the guess. */
export interface Declared {
  readonly kind: Kind | 'auto';
  readonly columns: ReadonlyMap<Field, string>;
  /** Fields that a setting gives a value for the whole file, so that no column is needed. */
  readonly given: ReadonlySet<Field>;
  /** The same, where the header itself says of which kind the rows are. */
  readonly givenToPreset?: ReadonlySet<Field>;
}

/** Why a header does not fit: `missing` names, in words, what it lacks. */
export interface Misfit {
  readonly kind: Kind | 'auto';
  readonly missing: string;
}

/** Fields that the settings `date` and `item` can give to all rows. */
const GIVABLE: ReadonlySet<Field> = new Set(['date', 'event', 'title', 'campaign', 'plan']);

/** Columns like these are never read, not even when declared. */
const SECRET =
  /^pass$|\b(pass(word|wort|wd|phrase|code)|pwd|secret|token|api key|iban|cvv|cvc|(card|karten?) ?(number|no|nummer))\b/;

const BRACKET_CURRENCY = /[([]\s*([A-Z]{3}|[€$£¥])\s*[)\]]/;

/** Lower case, no accents, words apart: `Start-Datum`, `startDatum` and `START_DATUM` become `start datum`. */
export function normalizeHeader(header: string): string {
  return header
    .slice(0, 200)
    .replace(BRACKET_CURRENCY, ' ')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** True for a header whose column must not be taken over whatever the settings say. */
export function isSecretHeader(header: string): boolean {
  return SECRET.test(normalizeHeader(header));
}

/** Maps a header by declaration and by its words; with kind `auto` the kind with the most fitting columns. */
export function mapColumns(header: readonly string[], declared: Declared): Mapping | Misfit {
  for (const [field, wanted] of declared.columns) {
    if (header.some((text) => normalizeHeader(text) === normalizeHeader(wanted))) continue;
    return { kind: declared.kind, missing: `the column "${wanted}" (declared for ${field})` };
  }
  const preset = presetOf(header, declared.kind);
  if (preset !== undefined) return mapPreset(header, preset, declared);
  const kinds = declared.kind === 'auto' ? KINDS : [declared.kind];
  let best: Mapping | undefined;
  let misfit: Misfit | undefined;
  for (const kind of kinds) {
    const mapping = mapKind(header, kind, declared);
    if ('missing' in mapping) misfit = mapping;
    else if (best === undefined || mapping.columns.size > best.columns.size) best = mapping;
  }
  if (best !== undefined) return best;
  if (declared.kind !== 'auto' && misfit !== undefined) return misfit;
  return { kind: 'auto', missing: `the columns of any kind (${KINDS.join(', ')})` };
}

/** The preset whose telling headers are all there; of several the one with the most. */
export function presetOf(header: readonly string[], kind: Kind | 'auto'): Preset | undefined {
  const names = new Set(header.map(normalizeHeader));
  const fitting = presets().filter(
    (preset) =>
      (kind === 'auto' || kind === preset.kind) &&
      preset.when.every((name) => names.has(normalizeHeader(name))),
  );
  return fitting.sort((a, b) => b.when.length - a.when.length)[0];
}

function mapPreset(header: readonly string[], preset: Preset, declared: Declared): Mapping | Misfit {
  const { kind, name } = preset;
  const normalized = header.map((text) => (isSecretHeader(text) ? '' : normalizeHeader(text)));
  const columns = new Map<Field, Column>();
  const byHand = [...declared.columns].map(([field, wanted]) => [field, [wanted]] as const);
  for (const [field, list] of [...byHand, ...Object.entries(preset.columns)] as [
    Field,
    readonly string[],
  ][]) {
    const [index, ...others] = placesOf(normalized, list);
    if (index === undefined || columns.has(field)) continue;
    const more = preset.filled.includes(field) && others.length > 0 ? { others } : {};
    columns.set(field, { index, header: (header[index] ?? '').trim(), ...more });
  }
  // What tells the kind is there; what a setting can give may be missing.
  const lacking = lackingOf(kind, columns, declared.givenToPreset ?? declared.given, (group) =>
    group.some((field) => GIVABLE.has(field)),
  );
  if (lacking !== undefined) {
    return { kind, missing: `a column for ${lacking} (${name}); the settings item and date can give it` };
  }
  const currency = currencyOf(columns.get('amount')?.header);
  return { kind, columns, preset: name, ...(currency === undefined ? {} : { currency }) };
}

/** Where columns of these names stand: those of the first name, then those of the second, and so on. */
function placesOf(normalized: readonly string[], names: readonly string[]): number[] {
  return names
    .map(normalizeHeader)
    .flatMap((name) => normalized.flatMap((text, at) => (text === name ? [at] : [])));
}

/** The fields of a needed group of which there is none, in words. */
function lackingOf(
  kind: Kind,
  columns: Columns,
  given: ReadonlySet<Field>,
  counts: (group: readonly Field[]) => boolean = () => true,
): string | undefined {
  return KIND_SPECS[kind].needs
    .filter(counts)
    .find((group) => !group.some((field) => columns.has(field) || given.has(field)))
    ?.join(' or ');
}

function mapKind(header: readonly string[], kind: Kind, declared: Declared): Mapping | Misfit {
  const { words } = KIND_SPECS[kind];
  const normalized = header.map((text) => (isSecretHeader(text) ? '' : normalizeHeader(text)));
  const columns = new Map<Field, Column>();
  const taken = new Set<number>();
  const take = (field: Field, index: number) => {
    if (index === -1 || columns.has(field)) return;
    taken.add(index);
    columns.set(field, { index, header: (header[index] ?? '').trim() });
  };
  for (const [field, wanted] of declared.columns) {
    take(field, normalized.indexOf(normalizeHeader(wanted)));
  }
  for (const [field, list] of Object.entries(words) as [Field, readonly string[]][]) {
    for (const word of list) {
      take(
        field,
        normalized.findIndex((text, i) => text === word && !taken.has(i)),
      );
    }
  }
  const lacking = lackingOf(kind, columns, declared.given);
  if (lacking !== undefined) return { kind, missing: `a column for ${lacking} (${kind})` };
  const currency = currencyOf(columns.get('amount')?.header);
  return { kind, columns, ...(currency === undefined ? {} : { currency }) };
}

function currencyOf(header: string | undefined): string | undefined {
  const found = BRACKET_CURRENCY.exec(header ?? '')?.[1];
  return found === undefined ? undefined : parseCurrency(found);
}
