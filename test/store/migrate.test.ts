import { openEmbeddedDatabase } from '../support/databases.js';
import { describeMigrate } from './migrate.contract.js';

describeMigrate('PGlite', openEmbeddedDatabase);
