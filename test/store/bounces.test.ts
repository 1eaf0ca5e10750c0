import { openEmbeddedDatabase } from '../support/databases.js';
import { describeBounces } from './bounces.contract.js';

describeBounces('PGlite', openEmbeddedDatabase);
