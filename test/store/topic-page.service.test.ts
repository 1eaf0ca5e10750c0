import { openServerDatabase } from '../support/databases.js';
import { describeTopicPage } from './topic-page.contract.js';

describeTopicPage('PostgreSQL', openServerDatabase);
