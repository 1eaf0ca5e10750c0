import { openServerDatabase } from '../support/databases.js';
import { describeFiling } from './filing.contract.js';

describeFiling('PostgreSQL', openServerDatabase);
