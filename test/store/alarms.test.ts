import { openEmbeddedDatabase } from '../support/databases.js';
import { describeAlarms } from './alarms.contract.js';

describeAlarms('PGlite', openEmbeddedDatabase);
