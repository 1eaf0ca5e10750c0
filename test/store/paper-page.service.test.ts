import { openServerDatabase } from '../support/databases.js';
import { describePaperPage } from './paper-page.contract.js';

describePaperPage('PostgreSQL', openServerDatabase);
