import { openServerDatabase } from '../support/databases.js';
import { describeOversight } from './oversight.contract.js';

describeOversight('PostgreSQL', openServerDatabase);
