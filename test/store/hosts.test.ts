import { openEmbeddedDatabase } from '../support/databases.js';
import { describeHosts } from './hosts.contract.js';

describeHosts('PGlite', openEmbeddedDatabase);
