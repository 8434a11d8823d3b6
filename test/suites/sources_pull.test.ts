/** Every source that asks a server keeps the contract. */
import { describeSources } from '../support/source_suite.ts';

describeSources('pull');
