import type { Subscriber } from '../../model/subscriber.js';

/** What is needed to add a reader; the rest has defaults. */
export type NewSubscriber = Pick<Subscriber, 'email' | 'state'> &
  Partial<Omit<Subscriber, 'id' | 'email' | 'state' | 'linkGeneration'>>;

export interface SubscriberStore {
  /** Raises `StoreError` (code `exists`) when the address is known. */
  addSubscriber(subscriber: NewSubscriber): Promise<Subscriber>;
  subscribers(): Promise<Subscriber[]>;
  subscriber(id: string): Promise<Subscriber | undefined>;
  subscriberByEmail(email: string): Promise<Subscriber | undefined>;
  /** Forgets the reader and their deliveries. False when there was none. */
  removeSubscriber(email: string): Promise<boolean>;
  /** Takes effect before it returns. False when the reader is unknown. */
  leave(id: string): Promise<boolean>;
}
