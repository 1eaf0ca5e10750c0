import { openEmbeddedDatabase } from '../support/databases.js';
import { describeHolds } from './holds.contract.js';

describeHolds('PGlite', openEmbeddedDatabase);
