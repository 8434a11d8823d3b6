import { describe, expect, test } from 'vitest';
import { checkConformance } from '../../../../test/support/conformance_outcome.ts';
import { pullConformance, receiveConformance } from './conformance.ts';
import { discourse } from './source.ts';

describe.each([
  ['pull', pullConformance],
  ['receive', receiveConformance],
])('%s', (_way, conformance) => {
  test('the cases come to what they say', () => checkConformance(discourse, conformance, expect));
});
