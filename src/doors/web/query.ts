/** Query parameters: read by a schema, written back into links. */
import { z } from 'zod';
import { LeadspringError } from '../../base/index.ts';

/** Rows on a page. */
export const PAGE_SIZE = 50;

/** The last page number anyone may ask for; beyond it a database would only count. */
export const LAST_PAGE = 100_000;

/** `page=3`; 1 when left out. */
export const pageNumber = z.coerce.number().int().min(1).max(LAST_PAGE).default(1);

/**
 * Reads the query of a request. Empty parameters (a form sends all its fields) are as good as missing ones.
 * @throws LeadspringError `argument_invalid`, naming the parameter
 */
export function readQuery<T>(
  schema: z.ZodType<T>,
  parameters: Readonly<Record<string, readonly string[]>>,
): T {
  const given: Record<string, string> = {};
  for (const [name, values] of Object.entries(parameters)) {
    if (values.length > 1) throw invalid(name, 'is given more than once');
    const value = values[0]?.trim() ?? '';
    // PostgreSQL has no U+0000 in text.
    if (value.includes('\0')) throw invalid(name, 'is not text');
    if (value !== '') given[name] = value;
  }
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.code === 'unrecognized_keys') throw invalid(issue.keys[0] ?? '', 'is not known here');
  throw invalid(String(issue?.path[0] ?? ''), `is not valid: ${issue?.message ?? ''}`);
}

function invalid(name: string, what: string): LeadspringError {
  const shown = name.slice(0, 60);
  return new LeadspringError('argument_invalid', `The parameter “${shown}” ${what}.`, {
    where: { field: shown },
  });
}

type Parameters = Readonly<Record<string, string | number | undefined>>;

/** A link with parameters; those that are undefined or empty are left out. */
export function link(path: string, parameters: Parameters): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}
