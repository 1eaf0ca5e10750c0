import { openEmbeddedDatabase } from '../support/databases.js';
import { describeMerging } from './merging.contract.js';

describeMerging('PGlite', openEmbeddedDatabase);
