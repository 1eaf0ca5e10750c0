import { openServerDatabase } from '../support/databases.js';
import { describeProfiles } from './profiles.contract.js';

describeProfiles('PostgreSQL', openServerDatabase);
