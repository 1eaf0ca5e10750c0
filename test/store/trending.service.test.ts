import { openServerDatabase } from '../support/databases.js';
import { describeTrending } from './trending.contract.js';

describeTrending('PostgreSQL', openServerDatabase);
