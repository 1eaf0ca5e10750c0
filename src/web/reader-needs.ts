import type { Links } from '../access/links.js';
import type { Config } from '../config.js';
import type { ProfileKey } from '../model/author.js';
import type { Clock } from '../model/clock.js';
import type { DigestPaper } from '../model/digest.js';
import type { Edition } from '../model/edition.js';
import type { TokenPurpose } from '../model/letter.js';
import type { Choices, Subscriber } from '../model/subscriber.js';
import type { Topic } from '../model/topic.js';
import type { Store } from '../store/store.js';

/** What is wrong with something a reader said: the field, and what to do about it. */
export interface Problem {
  path: string;
  message: string;
}

/** What the pages for readers need, and no more. */
export interface ReaderNeeds {
  store: Pick<
    Store,
    | 'subscribe'
    | 'askLink'
    | 'readToken'
    | 'confirm'
    | 'exportReader'
    | 'deleteReader'
    | 'askMove'
    | 'move'
    | 'subscriber'
    | 'changeChoices'
    | 'leave'
    | 'comeBack'
    | 'revokeLinks'
    | 'findAuthors'
    | 'authorsOf'
    | 'followProfile'
    | 'latestEditions'
    | 'edition'
    | 'editionOf'
    | 'papersMailed'
  >;
  clock: Clock;
  config: Config;
  links: Pick<Links, 'unsubscribe' | 'readUnsubscribe' | 'preferences' | 'readPreferences' | 'readEdition'>;
  topics: readonly Pick<Topic, 'id' | 'name'>[];
  /** What is stored of a token; absent when the text cannot be one. */
  hashToken(purpose: TokenPurpose, token: string): string | undefined;
  readAddress(text: string): { address: string } | { problem: string };
  /** Checks what was chosen, from a form or JSON; all problems at once. */
  readChoices(input: unknown): { choices: Partial<Choices> } | { problems: Problem[] };
  /** Whose profile an address leads to; else which addresses work. */
  readProfileAddress(text: string): ProfileKey | { problem: string };
  /** What a reader with these choices gets of an edition, in order. */
  compose(edition: Edition, subscriber: Subscriber): DigestPaper[];
  /** Returns when the letter is asked for, not when it is sent. */
  sendLetter(letterId: string): Promise<void>;
}
