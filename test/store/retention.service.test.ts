import { openServerDatabase } from '../support/databases.js';
import { describeRetention } from './retention.contract.js';

describeRetention('PostgreSQL', openServerDatabase);
