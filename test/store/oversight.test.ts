import { openEmbeddedDatabase } from '../support/databases.js';
import { describeOversight } from './oversight.contract.js';

describeOversight('PGlite', openEmbeddedDatabase);
