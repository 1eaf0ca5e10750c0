import { openServerDatabase } from '../support/databases.js';
import { describeStore } from './store.contract.js';

describeStore('PostgreSQL', openServerDatabase);
