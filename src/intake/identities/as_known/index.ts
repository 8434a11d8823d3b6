/** Looking back without knowledge of what came later. */
export { asKnownAt } from './as_known.ts';
