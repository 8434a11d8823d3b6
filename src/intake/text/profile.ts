/** What profiles of accounts say of an employer. */

const YEAR = 365 * 86_400_000;
const LONGEST = 200;

/**
 * Whether a profile may be taken to have said then what it says now: people change their jobs, and profiles show the
 * last one only.
 */
export function isCurrent(at: number, now: number): boolean {
  return at >= now - YEAR;
}

/** The firm that a job title names: `CTO at Acme`, `Head of IT @ Acme`, `Entwicklerin bei Acme`. */
export function companyOfTitle(title: unknown): string | undefined {
  if (typeof title !== 'string') return undefined;
  const [, company = ''] =
    /^[^@]{2,80}?\s+(?:at|@|bei|chez)\s*(\S.*)$/iu.exec(title.slice(0, LONGEST).trim()) ?? [];
  return company === '' ? undefined : company;
}
