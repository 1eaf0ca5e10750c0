import { openServerDatabase } from '../support/databases.js';
import { describeScanHistory } from './scan-history.contract.js';

describeScanHistory('PostgreSQL', openServerDatabase);
