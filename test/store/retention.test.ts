import { openEmbeddedDatabase } from '../support/databases.js';
import { describeRetention } from './retention.contract.js';

describeRetention('PGlite', openEmbeddedDatabase);
