import { openServerDatabase } from '../support/databases.js';
import { describeMigrate } from './migrate.contract.js';

describeMigrate('PostgreSQL', openServerDatabase);
