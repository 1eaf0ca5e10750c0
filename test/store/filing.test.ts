import { openEmbeddedDatabase } from '../support/databases.js';
import { describeFiling } from './filing.contract.js';

describeFiling('PGlite', openEmbeddedDatabase);
