import type { Digest } from '../model/digest.js';
import type { Edition } from '../model/edition.js';
import type { Message } from '../model/message.js';
import type { Subscriber } from '../model/subscriber.js';

/** What every mail says of the house that sends it, and how large it may be. */
export interface RendererSettings {
  site: { title: string; postalAddress: string; publicUrl: string };
  mail: { from: string; maxHtmlBytes: number };
  links: {
    /** The reader's own link for leaving, http or https. */
    unsubscribe(subscriber: Subscriber): string;
    /** Where a mail that asks to leave may be sent: an address or a `mailto:` URL. */
    unsubscribeMailto?: string | undefined;
    /** The reader's own link for changing what they get, once there is such a page. */
    preferences?(subscriber: Subscriber): string;
  };
  /** Lower-case names of the days of daily editions; Monday to Friday unless told otherwise. */
  days?: readonly string[];
}

/** What only the sender knows: the Message-ID, stable for edition and reader, and the date. */
export interface Envelope {
  messageId: string;
  date: Date;
}

/** Turns one reader's digest into a mail. Raises `RenderError`. */
export type RenderDigest = (digest: Digest, envelope: Envelope) => Message;

export interface Renderer {
  /** What is the same for many readers is made once for each edition and kept as long as the function is. */
  forEdition(edition: Omit<Edition, 'papers'>): RenderDigest;
}
