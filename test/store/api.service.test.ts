import { openServerDatabase } from '../support/databases.js';
import { describeApi } from './api.contract.js';

describeApi('PostgreSQL', openServerDatabase);
