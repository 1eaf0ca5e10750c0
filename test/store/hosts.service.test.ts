import { openServerDatabase } from '../support/databases.js';
import { describeHosts } from './hosts.contract.js';

describeHosts('PostgreSQL', openServerDatabase);
