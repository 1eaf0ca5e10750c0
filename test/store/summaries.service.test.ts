import { openServerDatabase } from '../support/databases.js';
import { describeSummaries } from './summaries.contract.js';

describeSummaries('PostgreSQL', openServerDatabase);
