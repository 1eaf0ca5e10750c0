import type { BounceKind, Refusal } from '../../model/bounce.js';
import type { LeasedLetter, LetterKind, StoredToken, TokenPurpose } from '../../model/letter.js';
import type { Receipt } from '../../model/message.js';
import type { Choices, Subscriber } from '../../model/subscriber.js';
import type { ImportOutcome, NewSubscriber, SuppressionReason } from './subscriber-verbs.js';

/** What asking came to; the letter is absent when none is to be sent. Nobody outside may be told which it was. */
export interface Asked {
  letterId?: string;
}

/**
 * Single mails and what they let a reader do. Never more than three letters of a kind to one address in a day, none to
 * a suppressed one.
 */
export interface LetterStore {
  /**
   * Somebody wants mail at this address. A new one is kept as pending with these choices; a pending one, or one that had
   * left, gets the new choices when it confirms again; an active one keeps its own. What is not chosen stays as it was,
   * or is what the operator has set for everybody.
   */
  subscribe(request: { email: string; choices: Partial<Choices>; now: Date }): Promise<Asked>;
  /**
   * An operator invites many: each new address is kept as pending with a planned confirmation. The answer has one row
   * each, in order. Known addresses stay as they are, and get no letter.
   */
  invite(readers: Omit<NewSubscriber, 'state'>[], now: Date): Promise<(Asked & { outcome: ImportOutcome })[]>;
  /** Plans the fresh link a reader asked for. Nothing is planned for a reader who is not there. */
  askLink(request: { subscriberId: string; kind: 'export' | 'delete' | 'change'; now: Date }): Promise<Asked>;

  /** Whose a token is, as long as it is good. Changes nothing. */
  readToken(
    hash: string,
    purpose: TokenPurpose,
    now: Date,
  ): Promise<{ subscriber: Subscriber; newEmail?: string } | undefined>;
  /** The reader has confirmed: active from now on, unless suppressed; a welcome is planned. Absent when the token is no good. */
  confirm(hash: string, now: Date): Promise<(Asked & { subscriber: Subscriber }) | undefined>;
  /** Everything known about the reader; the token is used up. Absent when it is no good. */
  exportReader(hash: string, now: Date): Promise<ReaderExport | undefined>;
  /** Forgets the reader, and plans a goodbye; the address stays only in that letter until it is sent. */
  deleteReader(hash: string, now: Date): Promise<Asked | undefined>;
  /** Plans a letter to the new address; the token is used up. Absent when it is no good. */
  askMove(hash: string, newEmail: string, now: Date): Promise<Asked | undefined>;
  /**
   * The new address has confirmed. Earlier links and tokens stop working. Absent when the token is no good, or the
   * address was taken or suppressed meanwhile.
   */
  move(hash: string, now: Date): Promise<Subscriber | undefined>;

  /** Takes a planned letter that is due. Absent when there is none, or somebody else has it. */
  leaseLetter(request: {
    letterId: string;
    owner: string;
    leaseSeconds: number;
    now: Date;
  }): Promise<LeasedLetter | undefined>;
  /**
   * The last look before the wire; keeps the letter's token. False when the letter must not go any more (the address
   * was suppressed, the reader left or is gone): it is ended with the reason.
   */
  markLetter(letterId: string, owner: string, token: StoredToken | undefined, now: Date): Promise<boolean>;
  /**
   * Settles what was on the wire. A refusal counts as a bounce; that an address does not exist is held against it only if
   * it had confirmed: else whoever asked may have mistyped it, and five such letters within fourteen days end it.
   */
  recordLetter(letterId: string, receipt: Receipt, now: Date, refusal?: Refusal): Promise<void>;
  /** Ends a taken letter that cannot be written, with the reason. */
  refuseLetter(letterId: string, owner: string, reason: string, now: Date): Promise<void>;
  dueLetters(now: Date): Promise<string[]>;
  /** Takes back expired leases: claimed letters return to planned, sending ones become unknown. */
  recoverLetters(): Promise<{ returned: number; unknown: number }>;
  /**
   * Forgets tokens that are past, letters that were done with ninety days ago, and readers who were asked and have not
   * confirmed for thirty days. Returns how many readers.
   */
  forgetUnconfirmed(now: Date): Promise<number>;
  /** How many letters stand in each state. */
  letterCounts(): Promise<{ kind: LetterKind; state: string; count: number }[]>;
}

/** Everything known about a reader, as it is handed to them. */
export interface ReaderExport {
  subscriber: Subscriber;
  confirmedAt?: Date;
  leftAt?: Date;
  /** Why nothing is sent to the address, when it is suppressed. */
  suppressed?: SuppressionReason;
  /** What was chosen on asking again, and waits for the address to confirm. */
  askedChoices?: Partial<Choices>;
  followedAuthors: { id: string; name: string }[];
  /** Mails that were planned or sent, newest first, with what they held. */
  deliveries: {
    cadence: string;
    date: string;
    state: string;
    finishedAt?: Date;
    reason?: string;
    papers: string[];
  }[];
  letters: { kind: LetterKind; state: string; createdAt: Date }[];
  /** What came back for mails, newest first; absent when nothing did. */
  bounces?: { kind: BounceKind; reason: string; at: Date }[];
}
