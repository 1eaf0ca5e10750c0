import { openEmbeddedDatabase } from '../support/databases.js';
import { describeStore } from './store.contract.js';

describeStore('PGlite', openEmbeddedDatabase);
