import type { Links } from '../access/links.js';
import type { Config } from '../config.js';
import type { Fetcher } from '../fetch/fetcher.js';
import type { Transport } from '../mail/transport.js';
import type { LinkedProfiles } from '../model/author.js';
import type { Clock } from '../model/clock.js';
import type { Topic } from '../model/topic.js';
import type { Sources } from '../sources/load-sources.js';
import type { Store } from '../store/store.js';
import type { WriteAlarm } from '../templates/alarm.js';
import type { WriteLetter } from '../templates/letters.js';
import type { Renderer } from '../templates/render-digest.js';
import type { Classifier } from '../topics/classifier.js';
import type { Measures } from './measures.js';
import type { Summariser } from './summariser.js';

/** Everything a job may ask for; each asks for less. Built once, in `app.ts`. */
export interface Deps {
  store: Store;
  sources: Sources;
  fetcher: Fetcher;
  classifier: Classifier;
  topics: Topic[];
  /** Absent when the operator has named no language model. */
  summariser?: Summariser;
  /** People whose profiles the operator has linked. */
  authors: readonly LinkedProfiles[];
  renderer: Renderer;
  letters: WriteLetter;
  alarms: WriteAlarm;
  links: Links;
  transport: Transport;
  clock: Clock;
  settings: Pick<Config, 'editions' | 'trending' | 'mail' | 'jobs' | 'alarms' | 'retention'>;
  /** Who is told when something is wrong; nobody when absent. */
  operatorMail?: string;
  /** What only this machine and the queue know. */
  measures: Measures;
  /** Somebody outside who is to be told of every good day. */
  outside?: { url: string; fetcher: Fetcher };
  /** Names this process in leases; each run adds a name of its own. */
  owner: string;
  /** The domain of Message-IDs. */
  mailDomain: string;
  newId(): string;
}
