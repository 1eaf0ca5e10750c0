import type { ProfileKey } from '../../model/author.js';
import type { Profile } from '../../model/paper.js';
import type { PersonsPaper } from './profile-verbs.js';

/** A text of a profile page beside the paper whose abstract it may be. */
export interface WaitingText {
  id: string;
  heldAt: Date;
  text: string;
  /** Word overlap, 0–1. */
  score: number;
  profile: NamedProfile;
  paper: { id: string; title: string; authors: string[]; abstract?: string; url?: string };
}

/** A profile, with the name its page gives. */
export interface NamedProfile extends ProfileKey {
  name: string;
}

/** A profile beside another that may be the same person's. */
export interface LikelyProfile extends NamedProfile {
  field?: string;
  orcid?: string;
  /** Papers of the author, over all their profiles. */
  papers: number;
  /** Of the newest of them, at most three. */
  titles: string[];
  /** The last figures of the page. */
  figures: Profile['metrics'];
}

/** Two profiles of different sources that bear one name and are two authors. */
export interface LikelyPeople {
  profiles: [LikelyProfile, LikelyProfile];
  /** Papers that both have, and the titles of at most three of them. */
  common: { papers: number; titles: string[] };
}

/** What was decided, by whom and when. */
export type Decision = { id: string; same: boolean; decidedBy: string; decidedAt: Date } & (
  | { kind: 'text'; text: string; title?: string; profiles: NamedProfile[] }
  | { kind: 'people'; profiles: NamedProfile[]; areOne: boolean }
);

/** An operator's answer: whether the two are one. */
export interface Answer {
  same: boolean;
  by: string;
  at: Date;
}

/** A paper of a known person with what was decided of texts that may be its own, the latest word last. */
export interface DecidedPaper extends PersonsPaper {
  decided?: { text: string; same: boolean }[];
}

export interface HoldStore {
  /** How many questions wait for a person. */
  waiting(): Promise<{ texts: number; people: number }>;
  /** Oldest first. */
  waitingTexts(limit: number): Promise<WaitingText[]>;
  /** By name. Of two authors one pair of profiles is asked about. */
  likelyPeople(limit: number): Promise<LikelyPeople[]>;
  /** Newest first. */
  decisions(limit: number): Promise<Decision[]>;
  /**
   * Answers for the held text on every page that holds it for this paper: where it is the paper's, their authors get
   * the authorship. Returns the decision's id; undefined when nothing of that id is held.
   */
  decideText(holdId: string, answer: Answer): Promise<string | undefined>;
  /**
   * Answers for two profiles: where they are one person's, the older author stays and what hung on the other moves.
   * Returns the decision's id; undefined when the question does not wait.
   */
  decidePeople(profiles: readonly [ProfileKey, ProfileKey], answer: Answer): Promise<string | undefined>;
  /**
   * Takes a decision back, with what it brought about, so that the question waits again. Returns what it was about;
   * undefined when there is no such decision.
   */
  askAgain(decisionId: string): Promise<Decision['kind'] | undefined>;
}
