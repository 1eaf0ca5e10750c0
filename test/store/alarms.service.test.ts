import { openServerDatabase } from '../support/databases.js';
import { describeAlarms } from './alarms.contract.js';

describeAlarms('PostgreSQL', openServerDatabase);
