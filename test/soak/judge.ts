import { createHash } from 'node:crypto';
import type { Edition } from '../../src/model/edition.js';

/** A mail as the mail server took it. */
export interface TakenMail {
  recipient: string;
  messageId: string;
}

/** How many of a reader's last mails are remembered: an edition that comes twice comes soon after. */
const REMEMBERED = 8;

/** Keeps the books of a soak, apart from the program, and tells which promises it has broken. */
export interface Judge {
  broken: readonly string[];
  readerJoined(email: string): void;
  /** From now on nothing may come to them. */
  readerLeft(email: string): void;
  mailsTaken(mails: TakenMail[]): void;
  /** What a mail to a reader held; `revised` may be told again. */
  papersMailed(email: string, paperIds: string[], revised: ReadonlySet<string>): void;
  /** How an edition is now; the first time is how it was frozen. */
  editionSeen(edition: Edition): void;
  /** What a reading of a page that has not changed was told to have changed. */
  rereadingTold(page: string, told: Record<string, unknown>): void;
  /** How what is stored was before something that must not change it, and after. */
  leftAlone(what: string, before: string, after: string): void;
  unknownCounted(edition: string, unknown: number): void;
}

export function createJudge(): Judge {
  const broken: string[] = [];
  const readers = new Map<string, { left: boolean; mails: string[] }>();
  const papers = new Map<string, Set<number>>();
  // A number for each paper, so that the books themselves stay small.
  const numbers = new Map<string, number>();
  const numberOf = (id: string) => {
    const number = numbers.get(id) ?? numbers.size;
    numbers.set(id, number);
    return number;
  };
  const editions = new Map<string, string>();
  return {
    broken,
    readerJoined: (email) => void readers.set(email, { left: false, mails: [] }),
    readerLeft(email) {
      const reader = readers.get(email);
      if (reader) reader.left = true;
    },
    mailsTaken(mails) {
      for (const { recipient, messageId } of mails) {
        const reader = readers.get(recipient);
        if (!reader) broken.push(`promise 6: ${messageId} went to somebody who never confirmed`);
        else if (reader.left) broken.push(`promise 6: ${messageId} went to a reader who had left`);
        else if (reader.mails.includes(messageId)) broken.push(`promise 4: ${messageId} came twice`);
        reader?.mails.push(messageId);
        if ((reader?.mails.length ?? 0) > REMEMBERED) reader?.mails.shift();
      }
    },
    papersMailed(email, paperIds, revised) {
      const had = papers.get(email) ?? new Set<number>();
      for (const id of paperIds) {
        if (had.has(numberOf(id)) && !revised.has(id))
          broken.push(`promise 4: paper ${id} came to a reader twice`);
        had.add(numberOf(id));
      }
      papers.set(email, had);
    },
    editionSeen(edition) {
      const name = `${edition.cadence} ${edition.date}`;
      const hash = createHash('sha256').update(JSON.stringify(edition)).digest('hex');
      const first = editions.get(name) ?? hash;
      editions.set(name, first);
      if (first !== hash) broken.push(`promise 3: the ${name} edition has changed`);
    },
    rereadingTold(page, told) {
      const changes = ['fresh', 'revised', 'recounted', 'gone'].filter((count) => (told[count] ?? 0) !== 0);
      if (changes.length > 0) broken.push(`promise 2: reading ${page} again told of ${changes.join(', ')}`);
    },
    leftAlone(what, before, after) {
      if (before !== after) broken.push(`${what} has changed what is stored`);
    },
    unknownCounted(edition, unknown) {
      if (unknown > 0) broken.push(`promise 5: ${unknown} mails of ${edition} are of unknown fate`);
    },
  };
}
