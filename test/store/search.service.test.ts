import { openServerDatabase } from '../support/databases.js';
import { describeSearch } from './search.contract.js';

describeSearch('PostgreSQL', openServerDatabase);
