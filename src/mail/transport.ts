import type { Message, Receipt } from '../model/message.js';

/** Carries messages out of the house. */
export interface Transport {
  name: string;
  /** Never raises for one message's fate: that is its receipt. */
  send(message: Message): Promise<Receipt>;
  /** Raises `DeliveryError` when nothing could be sent at all. */
  verify(): Promise<void>;
  close(): Promise<void>;
}
