import { openServerDatabase } from '../support/databases.js';
import { describeHolds } from './holds.contract.js';

describeHolds('PostgreSQL', openServerDatabase);
