import { openEmbeddedDatabase } from '../support/databases.js';
import { describeProfiles } from './profiles.contract.js';

describeProfiles('PGlite', openEmbeddedDatabase);
