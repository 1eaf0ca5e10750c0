import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { readOutbox } from '../support/read-outbox.js';
import { describeJourney } from './journey.contract.js';

describeJourney('everything embedded, mails into the outbox', async () => ({
  variables: {},
  mails: async (dataDir) => {
    const raw = await readOutbox(join(dataDir, 'outbox'));
    return Promise.all(raw.map((each) => PostalMime.parse(each)));
  },
  close: async () => {},
}));
