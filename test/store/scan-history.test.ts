import { openEmbeddedDatabase } from '../support/databases.js';
import { describeScanHistory } from './scan-history.contract.js';

describeScanHistory('PGlite', openEmbeddedDatabase);
