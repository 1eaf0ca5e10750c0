import type { Day } from '../../model/clock.js';

/** Some days, the first and the last among them. */
export interface Days {
  since: Day;
  until: Day;
}

export interface TopicDay {
  topicId: string;
  day: Day;
  /** Papers of the topic in the lists of that day, each counted once. */
  papers: number;
}

/** What a paper is said to be about, in its own words, as they came. */
export interface PaperSubject {
  title: string;
  keywords: string[];
  /** The first of the days asked for in whose list it stands. */
  day: Day;
}

export interface TopicPageStore {
  /** All papers filed under each of these topics; topics without are left out. */
  countTopics(topicIds: readonly string[]): Promise<Map<string, number>>;
  /** Only days with papers, oldest first. */
  topicDays(topicIds: readonly string[], days: Days): Promise<TopicDay[]>;
  /** Topics under which papers of this one are filed too, those that share most first. */
  relatedTopics(topicId: string, days: Days): Promise<{ topicId: string; papers: number }[]>;
  /** The newest first; no more than `limit`. */
  topicSubjects(topicId: string, days: Days, limit: number): Promise<PaperSubject[]>;
}
