import { openEmbeddedDatabase } from '../support/databases.js';
import { describePaperPage } from './paper-page.contract.js';

describePaperPage('PGlite', openEmbeddedDatabase);
