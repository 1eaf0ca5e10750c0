import type { Config } from '../../config.js';
import type { Day } from '../../model/clock.js';
import type { NewsPaper } from './paper-verbs.js';

/** The days a trending list is made of: `days` of them, the last being `until`. */
export interface Span {
  until: Day;
  days: number;
}

/** A part of a trending list. */
export interface TrendingPart extends Span {
  /** Absent: papers of all topics. */
  topicId?: string;
  weights: Config['trending'];
  /** The moment as of which votes are gained since yesterday. */
  now: Date;
  limit: number;
  /** How many of the best are left out. */
  offset?: number;
}

/** How much there is of a topic in a trending list. */
export interface TopicTrend {
  /** Absent: of all topics. */
  topicId?: string;
  papers: number;
  /** Votes its papers gained since yesterday. */
  gained: number;
}

export interface TrendingStore {
  /**
   * The papers listed in a span of days, each as of the last day it stands in, in falling score. `featuredOn` is that
   * day; counts are those of now. The score is that of `scorePaper` in src/digest, to six decimals.
   */
  trending(part: TrendingPart): Promise<NewsPaper[]>;
  /** The given topics, and all of them together, that have papers in the span. */
  trendingTopics(span: Span, topicIds: readonly string[], now: Date): Promise<TopicTrend[]>;
}
