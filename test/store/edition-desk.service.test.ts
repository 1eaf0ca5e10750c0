import { openServerDatabase } from '../support/databases.js';
import { describeEditionDesk } from './edition-desk.contract.js';

describeEditionDesk('PostgreSQL', openServerDatabase);
