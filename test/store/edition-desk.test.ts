import { openEmbeddedDatabase } from '../support/databases.js';
import { describeEditionDesk } from './edition-desk.contract.js';

describeEditionDesk('PGlite', openEmbeddedDatabase);
