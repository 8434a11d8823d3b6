/** Made-up registries, for tests. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverOf } from '../../../../test/support/made_up_server.ts';
import type { Http } from '../../../base/plain.ts';

export type Json = Readonly<Record<string, unknown>>;

export const settings = { npm: '@acme/widget', pypi: 'acme-widget', docker: 'acme/widget' };

const DAY = 86_400_000;
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** npm's days are counted from the first asked for; nothing is fetched on Sundays. */
export function npmDays(from: string, to: string): Json[] {
  const days: Json[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY) {
    days.push({ day: dayOf(at), downloads: new Date(at).getUTCDay() === 0 ? 0 : 10 });
  }
  return days;
}

/** PyPI Stats gives what it has. */
export function pypiDays(first: string, count: number): Json[] {
  const day = (index: number): string => dayOf(Date.parse(first) + index * DAY);
  return Array.from({ length: count }, (_unused, index) => [
    { category: 'without_mirrors', date: day(index), downloads: 5 + index },
    { category: 'with_mirrors', date: day(index), downloads: 5_000 },
  ]).flat();
}

/** The registries. @param pypi what PyPI Stats has */
export function registriesOf(pypi: () => readonly Json[], pulls: () => unknown = () => 12_345): Http {
  return serverOf(({ pathname }) => {
    const [, from = '', to = ''] =
      /^\/downloads\/range\/([\d-]+):([\d-]+)\/@acme\/widget$/.exec(pathname) ?? [];
    if (from !== '') return { body: { package: '@acme/widget', downloads: npmDays(from, to) } };
    if (pathname === '/api/packages/acme-widget/overall') return { body: { data: pypi() } };
    return pathname === '/v2/repositories/acme/widget/' ? { body: { pull_count: pulls() } } : undefined;
  });
}

/** The registries of a folder, where tests change them. */
export const registriesIn = (directory: string): Http =>
  registriesOf(() => {
    const path = join(directory, 'pypi.json');
    return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Json[]) : [];
  });

export function savePypi(directory: string, days: readonly Json[]): void {
  writeFileSync(join(directory, 'pypi.json'), JSON.stringify(days));
}
