/** A heading under which papers are filed. Terms are the operator's rules (`config/topics.yaml`). */
export interface Topic {
  id: string;
  name: string;
  /** Phrases that speak for the topic, with their weight (1 = a sure sign). */
  terms: { phrase: string; weight: number }[];
  /** Phrases that speak against it. */
  without: string[];
  /** Least score at which a paper is filed here, 0–1. */
  threshold: number;
}

/** One paper under one topic. `evidence` holds the words that decided it, as a reader would recognise them. */
export interface Match {
  paperId: string;
  topicId: string;
  /** 0–1. */
  score: number;
  evidence: string[];
}

/** What a classifier may look at: what a page gives. */
export interface Classifiable {
  id: string;
  title: string;
  abstract?: string;
  keywords?: string[];
  categories?: string[];
}
