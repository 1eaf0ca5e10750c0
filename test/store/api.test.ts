import { openEmbeddedDatabase } from '../support/databases.js';
import { describeApi } from './api.contract.js';

describeApi('PGlite', openEmbeddedDatabase);
