import { titleKey } from '../../src/papers/title-key.js';
import { createStore } from '../../src/store/create-store.js';
import { createDatabase } from '../../src/store/database.js';
import { openPostgresPool } from '../../src/store/postgres.js';
import { openPoliteFetcher } from './polite-stage.js';

const [databaseUrl = '', siteUrl = '', times = '1', gapMs = '0'] = process.argv.slice(2);

// A process of its own that asks a site again and again, as politely as the program does.
const database = createDatabase(openPostgresPool({ url: databaseUrl, listeners: 0 }));
const { host } = new URL(siteUrl);
const store = createStore(database, { titleKey, hashAddress: (email) => email });
const fetcher = openPoliteFetcher(store, [{ host }], { [host]: Number(gapMs) });
const request = { url: `${siteUrl}/x`, kind: 'api' as const };
const asked = Array.from({ length: Number(times) }, () =>
  fetcher.fetch(request, new AbortController().signal),
);
await Promise.all(asked);
await fetcher.close();
await database.close();
