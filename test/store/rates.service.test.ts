import { openServerDatabase } from '../support/databases.js';
import { describeRates } from './rates.contract.js';

describeRates('PostgreSQL', openServerDatabase);
