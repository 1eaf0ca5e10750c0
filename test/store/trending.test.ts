import { openEmbeddedDatabase } from '../support/databases.js';
import { describeTrending } from './trending.contract.js';

describeTrending('PGlite', openEmbeddedDatabase);
