import { expect, test } from 'vitest';
import { checkConformance } from '../../../../test/support/conformance_outcome.ts';
import { pullConformance } from './conformance.ts';
import { stackExchange } from './source.ts';

test('the cases of the API come to what they say', () =>
  checkConformance(stackExchange, pullConformance, expect));
