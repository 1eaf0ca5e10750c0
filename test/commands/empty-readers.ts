import type { App } from '../../src/app.js';

/** Forgets every reader, and what is suppressed. */
export async function emptyReaders({ deps: { store } }: App): Promise<void> {
  for (const { email } of await store.subscribers()) {
    await store.removeSubscriber(email);
    await store.unsuppress(email);
  }
  for (const name of ['ada', 'eve', 'left', 'bounced']) await store.unsuppress(`${name}@example.org`);
}
