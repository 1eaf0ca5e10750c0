import { openEmbeddedDatabase } from '../support/databases.js';
import { describeAuthorPage } from './author-page.contract.js';

describeAuthorPage('PGlite', openEmbeddedDatabase);
