import { openServerDatabase } from '../support/databases.js';
import { describeVisits } from './visits.contract.js';

describeVisits('PostgreSQL', openServerDatabase);
