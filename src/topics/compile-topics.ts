import type { Config } from '../config.js';
import type { Topic } from '../model/topic.js';

/** Turns the entries of `config/topics.yaml` into topics, in the order of the file. */
export function compileTopics(entries: Config['topics']): Topic[] {
  return entries.map(({ id, name, threshold, terms, without }) => ({
    id,
    name,
    threshold,
    without: [...without],
    terms: Object.entries(terms).map(([phrase, weight]) => ({ phrase, weight })),
  }));
}
