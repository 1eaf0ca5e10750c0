import type { Config } from '../config.js';
import type { Fetcher } from '../fetch/fetcher.js';
import type { Transport } from '../mail/transport.js';
import type { LinkedProfiles } from '../model/author.js';
import type { Clock } from '../model/clock.js';
import type { Topic } from '../model/topic.js';
import type { Sources } from '../sources/load-sources.js';
import type { Store } from '../store/store.js';
import type { Renderer } from '../templates/render-digest.js';
import type { Classifier } from '../topics/classifier.js';

/** Everything a job may ask for; each asks for less. Built once, in `app.ts`. */
export interface Deps {
  store: Store;
  sources: Sources;
  fetcher: Fetcher;
  classifier: Classifier;
  topics: Topic[];
  /** People whose profiles the operator has linked. */
  authors: readonly LinkedProfiles[];
  renderer: Renderer;
  transport: Transport;
  clock: Clock;
  settings: Pick<Config, 'editions' | 'trending' | 'mail'>;
  /** Names this process in leases; each run adds a name of its own. */
  owner: string;
  /** The domain of Message-IDs. */
  mailDomain: string;
  newId(): string;
}
