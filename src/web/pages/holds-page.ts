import type { Decision, LikelyPeople, LikelyProfile, NamedProfile, WaitingText } from '../../store/store.js';
import { dayAt, sayDate } from '../dates.js';
import type { DeskFrame } from './desk-frame.js';
import { sayAuthors, webUrl } from './paper-view.js';

/** What waits for a person's word, and what was decided. */
export interface HoldsPage {
  desk: DeskFrame;
  acts: boolean;
  timeZone: string;
  /** `3 things wait for a decision.`; empty when nothing does. */
  waiting: string;
  problem?: string;
  texts: TextView[];
  people: PeopleView[];
  /** How many questions wait beside those shown. */
  more: number;
  decisions: DecisionRow[];
}

/** A text in pieces: what is shown at once, and the whole of it where that is cut. */
interface CutText {
  start: string;
  whole?: string;
}

interface TextView {
  hold: string;
  text: CutText;
  from: string;
  since: string;
  overlap: string;
  paper: { title: string; url?: string; authors: string; abstract: CutText };
}

interface ProfileView {
  sourceId: string;
  key: string;
  name: string;
  facts: { label: string; value: string }[];
  titles: string[];
}

interface PeopleView {
  one: ProfileView;
  other: ProfileView;
  common: string;
  titles: string[];
}

interface DecisionRow {
  id: string;
  answer: string;
  about: string;
  by: string;
  at: string;
  /** What became of it since. */
  note: string;
}

/** What the page is made from. */
export interface HoldsFacts {
  desk: DeskFrame;
  acts: boolean;
  timeZone: string;
  waiting: { texts: number; people: number };
  texts: WaitingText[];
  people: LikelyPeople[];
  decisions: Decision[];
  /** Why an answer was not taken. */
  problem?: string;
}

/** Lays out the questions and the answers. */
export function viewHolds(facts: HoldsFacts): HoldsPage {
  const { desk, acts, timeZone, waiting, texts, people, problem } = facts;
  const all = waiting.texts + waiting.people;
  return {
    ...{ desk, acts, timeZone },
    waiting: sayWaiting(all),
    ...(problem !== undefined && { problem }),
    texts: texts.map((text) => viewText(text, timeZone)),
    people: people.map(viewPeople),
    more: Math.max(0, all - texts.length - people.length),
    decisions: facts.decisions.map((decision) => viewDecision(decision, timeZone)),
  };
}

/** `1 thing waits for a decision.`; nothing for none. */
export function sayWaiting(count: number): string {
  if (count === 0) return '';
  return count === 1 ? '1 thing waits for a decision.' : `${count} things wait for a decision.`;
}

function viewText({ id, text, profile, heldAt, score, paper }: WaitingText, timeZone: string): TextView {
  const url = webUrl(paper.url);
  return {
    hold: id,
    text: cutText(text),
    from: sayProfile(profile),
    since: sayDayOf(heldAt, timeZone),
    overlap: sayShare(score),
    paper: {
      title: paper.title,
      ...(url !== undefined && { url }),
      authors: sayAuthors(paper.authors, paper.authors.length),
      abstract: cutText(paper.abstract ?? ''),
    },
  };
}

/** Characters that are enough to know an abstract by. */
const ENOUGH = 600;

/** Cut at the end of a word. */
function cutText(text: string): CutText {
  if (text.length <= ENOUGH) return { start: text };
  const start = text.slice(0, ENOUGH).replace(/\s+\S*$/, '');
  return { start: `${start} …`, whole: text };
}

/** With the year: a question may wait for long, and an answer stays. */
const sayDayOf = (moment: Date, timeZone: string) => sayDate(dayAt(moment, timeZone));

const sayShare = (share: number) => `${Math.round(share * 100)} %`;

/** A page that names nobody is called by its key. */
const sayProfile = ({ sourceId, name, key }: NamedProfile) =>
  name === key ? `${sourceId}, ${name}` : `${sourceId}, ${name} (${key})`;

function viewPeople({ profiles: [one, other], common }: LikelyPeople): PeopleView {
  return {
    one: viewProfile(one),
    other: viewProfile(other),
    common: sayCommon(common.papers),
    titles: common.titles,
  };
}

function sayCommon(papers: number): string {
  if (papers === 0) return 'No paper in common.';
  return papers === 1 ? '1 paper in common:' : `${papers} papers in common, among them:`;
}

function viewProfile(profile: LikelyProfile): ProfileView {
  const { sourceId, key, name, titles, figures, field, orcid, papers } = profile;
  const facts: [string, string | number | undefined][] = [
    ['Field', field],
    ['ORCID', orcid],
    ['h-index', figures.hIndex],
    ['Citations', figures.citations],
    ['Papers by its page', figures.papers],
    ['Papers known here', papers],
  ];
  return {
    ...{ sourceId, key, name, titles },
    facts: facts.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value: `${value}` }])),
  };
}

function viewDecision(decision: Decision, timeZone: string): DecisionRow {
  return {
    id: decision.id,
    by: decision.decidedBy,
    at: sayDayOf(decision.decidedAt, timeZone),
    ...(decision.kind === 'text' ? sayTextDecision(decision) : sayPeopleDecision(decision)),
  };
}

type Said = Pick<DecisionRow, 'answer' | 'about' | 'note'>;

/** Characters of a text that tell which one it was. */
const GLIMPSE = 80;

function sayTextDecision({ same, text, title, profiles }: Extract<Decision, { kind: 'text' }>): Said {
  const glimpse = text.length > GLIMPSE ? `${text.slice(0, GLIMPSE).replace(/\s+\S*$/, '')} …` : text;
  return {
    answer: same ? 'The same paper' : 'Another paper',
    about: `“${glimpse}” (${profiles.map(sayProfile).join('; ')}) and “${title ?? 'a paper that is no more'}”`,
    note: '',
  };
}

function sayPeopleDecision({ same, profiles, areOne }: Extract<Decision, { kind: 'people' }>): Said {
  return {
    answer: same ? 'The same person' : 'Two people',
    about: profiles.map(sayProfile).join(' and '),
    note: areOne && !same ? 'One author all the same, by authors.yaml, their ORCID or another answer.' : '',
  };
}
