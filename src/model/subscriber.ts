import type { Cadence } from './edition.js';

export type SubscriberState = 'pending' | 'active' | 'left';

/** A reader and what they asked for. */
export interface Subscriber {
  id: string;
  email: string;
  state: SubscriberState;
  cadence: Cadence;
  /** ISO weekday of a weekly digest, 1 = Monday. */
  weekday: number;
  /** The hour (0–23) of the reader's clock at which the mail is due. */
  hour: number;
  /** IANA time zone. */
  timeZone: string;
  maxPapers: number;
  /** What to do on a day with nothing for this reader. */
  quietDay: 'nothing' | 'one-line';
  topics: string[];
  mutedTopics: string[];
  keywords: string[];
  mutedKeywords: string[];
  /** Ids of followed authors. */
  authors: string[];
  /** Raised to make every earlier link of this reader invalid, but for leaving. */
  linkGeneration: number;
  createdAt: Date;
}

/** What a reader may choose. */
export type Choices = Pick<
  Subscriber,
  | 'cadence'
  | 'weekday'
  | 'hour'
  | 'timeZone'
  | 'maxPapers'
  | 'quietDay'
  | 'topics'
  | 'mutedTopics'
  | 'keywords'
  | 'mutedKeywords'
  | 'authors'
>;
