import { openServerDatabase } from '../support/databases.js';
import { describeAuthorPage } from './author-page.contract.js';

describeAuthorPage('PostgreSQL', openServerDatabase);
