/** Every source that reads files keeps the contract. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SOURCES } from '../../src/intake/registry.ts';
import { describeSources } from '../support/source_suite.ts';

test('every source has a conformance case', () => {
  for (const source of SOURCES) {
    expect(readdirSync(join(import.meta.dirname, '../../src/intake/sources', source.name))).toContain(
      'conformance.ts',
    );
  }
});

describeSources('read');
