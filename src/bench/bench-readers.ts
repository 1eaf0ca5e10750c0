import type { Edition, EditionPaper, ShownTopic } from '../model/edition.js';
import type { Subscriber } from '../model/subscriber.js';

const TOPICS = ['Language models', 'Computer vision', 'Robotics', 'Graphs', 'Speech', 'Learning theory'];
const FROZEN_AT = new Date('2026-08-21T04:00:00Z');

/** An edition of `count` papers of the usual length, spread evenly over six topics. */
export function makeEdition(count: number): Edition {
  const papers = Array.from({ length: count }, (_, at) => makePaper(at));
  return {
    id: 'bench',
    cadence: 'daily',
    date: '2026-08-21',
    number: 412,
    frozenAt: FROZEN_AT,
    missing: [],
    papers,
  };
}

/** A reader who follows two of the six topics, and an author; no two neighbours are alike. */
export function makeReader(number: number): Subscriber {
  return {
    ...{ id: `reader-${number}`, email: `reader${number}@example.org`, state: 'active', cadence: 'daily' },
    ...{ weekday: 1, hour: number % 24, timeZone: 'Europe/Paris', maxPapers: 20, quietDay: 'nothing' },
    topics: [number, number + 1 + (number % 5)].map((at) => `topic-${at % TOPICS.length}`),
    ...{ mutedTopics: [], keywords: ['cranes'], mutedKeywords: ['boats'], linkGeneration: 0 },
    authors: [`author-${number % 90}`],
    createdAt: FROZEN_AT,
  };
}

const topicAt = (at: number): ShownTopic => ({
  id: `topic-${at % TOPICS.length}`,
  name: TOPICS[at % TOPICS.length] ?? '',
  score: 0.9,
  evidence: ['word'],
});

function makePaper(at: number): EditionPaper {
  const id = `2608.${10_000 + at}`;
  const summary = `Study ${at} says what was built and on which ground. Measured against ${at + 3} others it is better by a tenth, and falls short of what people do.`;
  return {
    paperId: `paper-${at}`,
    ...{ rank: at + 1, score: 60 - at, reasons: ['most discussed'], revised: false, ids: { arxiv: id } },
    title: `Study number ${at}: how ${TOPICS[at % TOPICS.length]} came to fold ${at + 2} paper cranes`,
    authors: ['Ada Beispiel', 'Bob Exemple', 'Chen Muster', 'Dana Primer', 'Emil Próba'],
    authorCount: 7,
    authorIds: [`author-${at}`],
    authorNames: { [`author-${at}`]: 'Bob Exemple' },
    ...{ summary, abstract: summary.repeat(6), upvotes: 128, gained: 34, comments: 12, stars: 3210 },
    url: `https://arxiv.org/abs/${id}`,
    pdfUrl: `https://arxiv.org/pdf/${id}`,
    codeUrl: `https://github.com/example/study-${at}`,
    discussionUrl: `https://huggingface.co/papers/${id}`,
    topics: [topicAt(at)],
  };
}
