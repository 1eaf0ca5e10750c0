import type { Digest } from '../model/digest.js';
import type { Edition } from '../model/edition.js';
import type { Message } from '../model/message.js';
import type { Subscriber } from '../model/subscriber.js';

/** The links of one reader, each http or https. */
export interface ReaderLinks {
  /** Where they leave. */
  unsubscribe(subscriber: Subscriber): string;
  /** The `mailto:` URL of a mail that asks to leave, where such mails are read. */
  unsubscribeMailto?: ((subscriber: Subscriber) => string) | undefined;
  /** Where they change what they get, once there is such a page. */
  preferences?(subscriber: Subscriber): string;
  /** An edition as they got it, once there is such a page; else mails link to the whole edition. */
  edition?(subscriber: Subscriber, edition: Pick<Edition, 'date' | 'cadence'>): string;
}

/** What every mail says of the house that sends it. */
export interface HouseSettings {
  site: { title: string; postalAddress: string; publicUrl: string };
  /** `replyTo`: where answers go; empty or absent: to `from`. */
  mail: { from: string; replyTo?: string };
  links: ReaderLinks;
  /** Lower-case names of the days of daily editions; Monday to Friday unless told otherwise. */
  days?: readonly string[];
}

/** The house, and how large a digest may be. */
export interface RendererSettings extends HouseSettings {
  mail: HouseSettings['mail'] & { maxHtmlBytes: number };
}

/** What only the sender knows: the Message-ID, the same however often a mail is sent, and the date. */
export interface Envelope {
  messageId: string;
  date: Date;
}

/** What a digest says of its edition. */
export type Frontpage = Digest['edition'];

/** Turns one reader's digest into a mail. Raises `RenderError`. */
export type RenderDigest = (digest: Digest, envelope: Envelope) => Message;

export interface Renderer {
  /** What is the same for many readers is made once for each edition and kept as long as the function is. */
  forEdition(edition: Frontpage): RenderDigest;
}
