import { expect, test } from 'vitest';
import { checkConformance } from '../../../../test/support/conformance_outcome.ts';
import { pullConformance } from './conformance.ts';
import { feed } from './source.ts';

test('the cases of pull come to what they say', () => checkConformance(feed, pullConformance, expect));
