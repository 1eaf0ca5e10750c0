import { openEmbeddedDatabase } from '../support/databases.js';
import { describeTopicPage } from './topic-page.contract.js';

describeTopicPage('PGlite', openEmbeddedDatabase);
