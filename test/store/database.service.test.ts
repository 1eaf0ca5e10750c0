import { openServerDatabase } from '../support/databases.js';
import { describeDatabase } from './database.contract.js';

describeDatabase('PostgreSQL', openServerDatabase);
