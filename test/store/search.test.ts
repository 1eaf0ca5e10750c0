import { openEmbeddedDatabase } from '../support/databases.js';
import { describeSearch } from './search.contract.js';

describeSearch('PGlite', openEmbeddedDatabase);
