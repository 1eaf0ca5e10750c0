import { openServerDatabase } from '../support/databases.js';
import { describeBounces } from './bounces.contract.js';

describeBounces('PostgreSQL', openServerDatabase);
