import { openEmbeddedDatabase } from '../support/databases.js';
import { describeVisits } from './visits.contract.js';

describeVisits('PGlite', openEmbeddedDatabase);
