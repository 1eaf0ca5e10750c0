import type { Classifiable, Match, Topic } from '../model/topic.js';

/** Files papers under topics. `id` names the model, so that stored matches say what made them. */
export interface Classifier {
  id: string;
  /** Up to three matches a paper, in falling score; none when nothing reaches a topic's threshold. */
  classify(papers: Classifiable[], topics: Topic[]): Promise<Match[]>;
}
