/** Package registries: how often packages were fetched in all. A trend; nobody can be told from it. */
import { defineSource } from '../../contract.ts';
import { totalAdapter } from './adapt.ts';
import { pullTotals, testTotals } from './pull.ts';
import type { Body } from './record.ts';
import { readSettings, SETTINGS } from './settings.ts';

export const packageTotals = defineSource<Body>({
  name: 'package_totals',
  title: 'Package registries',
  summary: 'How often packages were fetched from npm, PyPI and Docker Hub: totals without organizations.',
  expects: '',
  accessPoints: ['download'],
  settings: SETTINGS,
  sensitive: [],
  resumable: true,
  version: 1,
  threads: false,
  pull: pullTotals,
  test: testTotals,
  adapter: async (settings) => {
    readSettings(settings);
    return totalAdapter();
  },
});
