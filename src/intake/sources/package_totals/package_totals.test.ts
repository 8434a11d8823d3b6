import { expect, test } from 'vitest';
import { checkConformance } from '../../../../test/support/conformance_outcome.ts';
import { pullOnce } from '../../../../test/support/made_up_server.ts';
import { parseSettings } from '../../settings.ts';
import { pullConformance } from './conformance.ts';
import { readSettings } from './settings.ts';
import { packageTotals } from './source.ts';
import { pypiDays, registriesOf, settings } from './testing.ts';

const NOW = Date.UTC(2026, 10, 24);

test('the cases come to what they say', () => checkConformance(packageTotals, pullConformance, expect));

test('totals of days and of all time, by nobody', async () => {
  const http = registriesOf(() => pypiDays('2026-11-01', 24));
  const { signals, errors } = await pullOnce(packageTotals, http, undefined, { settings, now: NOW });
  expect(errors).toEqual([undefined]);
  expect(signals.get('npm:@acme/widget:2026-11-20')).toEqual({
    ...{ nativeId: 'npm:@acme/widget:2026-11-20', accessPoint: 'download', act: 'total' },
    ...{ at: Date.UTC(2026, 10, 20), visibility: 'public' },
    asset: { kind: 'release', key: 'npm/@acme/widget', title: '@acme/widget' },
    details: { total: 10, registry: 'npm', period: 'day' },
  });
  expect(signals.get('pypi:acme-widget:2026-11-01')?.details).toMatchObject({ total: 5 });
  expect(signals.get('docker:acme/widget:2026-11-24')?.details).toMatchObject({
    total: 12_345,
    period: 'ever',
  });
  // The last days are not counted out.
  expect(signals.has('npm:@acme/widget:2026-11-21')).toBe(true);
  expect(signals.has('npm:@acme/widget:2026-11-23')).toBe(false);
  expect(signals.has('pypi:acme-widget:2026-11-22')).toBe(false);
});

test('a later run asks for the days since', async () => {
  let first = '';
  const http = registriesOf(() => pypiDays('2026-11-01', 30));
  const watched = {
    request: (...what: Parameters<typeof http.request>) => {
      first ||= what[0];
      return http.request(...what);
    },
  };
  const kept = await pullOnce(packageTotals, http, undefined, { settings, now: NOW });
  const before = kept.signals.size;
  await pullOnce(packageTotals, watched, kept, { settings, now: NOW + 86_400_000 });
  expect(first).toContain('/range/2026-11-19:2026-11-22/');
  // Docker, PyPI; on Sundays nobody fetches from npm.
  expect(kept.signals.size).toBe(before + 2);
});

test('a package that is not there does not keep the others from being read', async () => {
  const given = { ...settings, npm: '@acme/widget, absent' };
  const kept = await pullOnce(
    packageTotals,
    registriesOf(() => []),
    undefined,
    { settings: given, now: NOW },
  );
  expect(kept.errors[0]).toMatchObject({ code: 'remote_not_found' });
  expect(kept.signals.has('docker:acme/widget:2026-11-24')).toBe(true);
});

test('names are checked, and tried', async () => {
  expect(() => readSettings({ npm: ['../admin'] })).toThrow(/not a name/);
  expect(() => readSettings({ docker: ['widget'] })).toThrow(/not a name/);
  const job = { cursor: async () => undefined, now: NOW, signal: new AbortController().signal };
  const http = registriesOf(() => pypiDays('2026-11-01', 2));
  expect(await packageTotals.test?.({ ...job, http, settings: parseSettings(packageTotals, settings) })).toBe(
    'npm @acme/widget: 363 counts; pypi acme-widget: 2 counts; docker acme/widget: 1 count',
  );
});
