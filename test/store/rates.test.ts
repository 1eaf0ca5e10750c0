import { openEmbeddedDatabase } from '../support/databases.js';
import { describeRates } from './rates.contract.js';

describeRates('PGlite', openEmbeddedDatabase);
