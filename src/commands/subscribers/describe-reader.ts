import type { Subscriber } from '../../model/subscriber.js';
import type { FoundAuthor } from '../../store/store.js';

/** When a reader gets mail, as a list shows it: `weekly, 7:00 UTC`. */
export const describeRhythm = (reader: Subscriber) => `${reader.cadence}, ${describeHour(reader)}`;

export const describeHour = ({ hour, timeZone }: Subscriber) => `${hour}:00 ${timeZone}`;

/** What a reader has chosen; `names` are those of followed authors by id. */
export function describeChoices(reader: Subscriber, names: ReadonlyMap<string, string> = new Map()): string {
  const { topics, keywords, mutedTopics, mutedKeywords, authors } = reader;
  const chosen = [
    ...authors.map((id) => names.get(id) ?? 'somebody unknown'),
    ...topics,
    ...keywords.map((phrase) => `"${phrase}"`),
  ];
  const muted = [...mutedTopics, ...mutedKeywords].map((each) => `not ${each}`);
  return [...chosen, ...muted].join(', ') || 'the trending summary';
}

export const namesOf = (authors: FoundAuthor[]) => new Map(authors.map(({ id, name }) => [id, name]));
