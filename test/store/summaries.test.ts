import { openEmbeddedDatabase } from '../support/databases.js';
import { describeSummaries } from './summaries.contract.js';

describeSummaries('PGlite', openEmbeddedDatabase);
