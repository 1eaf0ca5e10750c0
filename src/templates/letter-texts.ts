import type { LetterKind } from '../model/letter.js';

/** What a letter may fill into its words. */
export interface LetterFacts {
  /** The name of the house. */
  site: string;
  /** Where it is on the web, without scheme: `papers.example.org`. */
  place: string;
  /** `21 August 2026` */
  today: string;
  /** `7:00 Europe/Paris, Monday to Friday` */
  when: string;
  /** `Sunday, 23 August 2026, 05:00 UTC (48 hours)`; empty where there is no link. */
  until: string;
}

/** The words of one kind of letter; nothing in them comes from a reader or a source. */
export interface LetterText {
  subject(facts: LetterFacts): string;
  title: string;
  paragraphs(facts: LetterFacts): string[];
  /** What the button says, where there is a link to open. */
  action?: string;
  /** Below the button. */
  notes(facts: LetterFacts): string[];
  /** Why this mail came, at its foot. */
  reason(facts: LetterFacts): string;
}

const once = ({ until }: LetterFacts) => `The link works once, until ${until}.`;
const asked = ({ today, place }: LetterFacts) => `on ${today} at ${place}`;
const byLink = (facts: LetterFacts) =>
  `You get this because it was asked for ${asked(facts)}, with a link from one of your mails.`;
const notYou =
  'If it was not you, do nothing: without this link nothing happens. Somebody may then hold a mail that was sent to you.';

/** Every kind of letter in one table, so that they speak with one voice. */
export const LETTER_TEXTS: Readonly<Record<LetterKind, LetterText>> = {
  confirm: {
    subject: ({ site }) => `Please confirm that you want ${site}`,
    title: 'Please confirm',
    paragraphs: (facts) => [
      `Somebody gave this address ${asked(facts)} and asked for ${facts.site}, a digest of new research papers by mail.`,
      'If that was you, confirm it. Your first digest then comes on the next day with something for you.',
    ],
    action: 'Confirm the subscription',
    notes: (facts) => [
      once(facts),
      'If it was not you, do nothing: that is enough. No digest goes to an address that was not confirmed.',
    ],
    reason: (facts) => `You get this one mail because your address was given ${asked(facts)}.`,
  },
  known: {
    subject: ({ site }) => `You get ${site} already`,
    title: 'You get it already',
    paragraphs: (facts) => [
      `Somebody gave this address ${asked(facts)} and asked for ${facts.site}. You get it already, at ${facts.when}; nothing was changed.`,
      'If you wanted something else of it, choose it on your own page.',
    ],
    action: 'Change what you get',
    notes: () => ['If it was not you, do nothing: whoever it was has learned nothing about you.'],
    reason: (facts) => `You get this because your address was given ${asked(facts)}.`,
  },
  welcome: {
    subject: ({ site }) => `Welcome to ${site}`,
    title: 'Welcome',
    paragraphs: ({ site, when }) => [
      `Your address is confirmed. ${site} comes at ${when}: the first time on the first of these days with something for you.`,
      'Until you choose topics, authors or keywords, you get what everyone reads. Choose them, and the hour and the number of papers, on your own page.',
    ],
    action: 'Choose what you get',
    notes: () => [
      'There is no password: the link in each of your mails opens that page. So keep your mails to yourself.',
    ],
    reason: ({ today }) => `You get this because you confirmed your address on ${today}.`,
  },
  goodbye: {
    subject: ({ site }) => `${site} has deleted what it knew of you`,
    title: 'Everything is deleted',
    paragraphs: ({ today }) => [
      `As you asked, everything that was known about this address was deleted on ${today}: what you chose, and which mails you had. This is the last mail.`,
      'All that is kept is a keyed fingerprint of the address, from which it cannot be read, so that nobody can bring it back without you.',
    ],
    notes: ({ place }) => [`You can subscribe again at any time at ${place}.`],
    reason: () => 'You get this because you asked for everything to be deleted.',
  },
  export: {
    subject: ({ site }) => `The copy of your data at ${site}`,
    title: 'Your data',
    paragraphs: (facts) => [
      `Here is the link to a copy of everything ${facts.site} knows about you, as it was asked for ${asked(facts)}.`,
    ],
    action: 'Open the copy',
    notes: (facts) => [once(facts), notYou],
    reason: byLink,
  },
  delete: {
    subject: ({ site }) => `Delete everything ${site} knows of you`,
    title: 'Delete everything',
    paragraphs: (facts) => [
      `It was asked ${asked(facts)} to delete everything ${facts.site} knows about you. The link opens a page that asks once more; then your mails end and nothing of it can be brought back.`,
    ],
    action: 'Go on to delete everything',
    notes: (facts) => [once(facts), notYou],
    reason: byLink,
  },
  change: {
    subject: ({ site }) => `Change the address for ${site}`,
    title: 'Change your address',
    paragraphs: (facts) => [
      `It was asked ${asked(facts)} to send ${facts.site} to another address. The link opens a page for the new one, which is then asked to confirm; until it does, your mails keep coming here.`,
    ],
    action: 'Give the new address',
    notes: (facts) => [once(facts), notYou],
    reason: byLink,
  },
  move: {
    subject: ({ site }) => `Please confirm that ${site} shall come here`,
    title: 'Please confirm this address',
    paragraphs: (facts) => [
      `A reader of ${facts.site} asked ${asked(facts)} to get it at this address instead of another one. If that was you, confirm it; links in earlier mails then stop working, but for those to leave.`,
    ],
    action: 'Confirm this address',
    notes: (facts) => [
      once(facts),
      'If it was not you, do nothing: that is enough. No digest goes to an address that was not confirmed.',
    ],
    reason: (facts) => `You get this one mail because your address was given ${asked(facts)}.`,
  },
};
