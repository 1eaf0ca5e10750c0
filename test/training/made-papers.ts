import type { Topic } from '../../src/model/topic.js';
import type { Label, TrainingPaper } from '../../src/training/read-training-data.js';

const SUBJECTS = {
  birds: { category: 'q-bio.PE', words: 'wren feather nest song flight egg wing beak'.split(' ') },
  fish: { category: 'cs.RO', words: 'trout gill river scale current fin spawn net'.split(' ') },
};

export const topics: Topic[] = [
  {
    id: 'birds',
    name: 'Birds',
    threshold: 0.4,
    without: [],
    terms: [
      { phrase: 'wren', weight: 0.9 },
      { phrase: 'nest', weight: 0.8 },
    ],
  },
  {
    id: 'fish',
    name: 'Fish',
    threshold: 0.4,
    without: [],
    terms: [
      { phrase: 'trout', weight: 0.9 },
      { phrase: 'river', weight: 0.8 },
    ],
  },
];

/** A made-up paper about birds or fish; each number has words of its own choice. */
export function makePaper(number: number): TrainingPaper {
  const { category, words } = SUBJECTS[subjectOf(number)];
  const said = [0, 1, 2, 3].map((at) => words[(number * 3 + at * (1 + (number % 5))) % words.length]);
  return {
    id: `2601.${String(number).padStart(5, '0')}`,
    title: `Looking at ${said[0]} and ${said[1]}`,
    abstract: `We describe how ${said[2]} and ${said[3]} go together. The ${said[0]} ${said[2]} was measured.`,
    categories: [category],
  };
}

export const subjectOf = (number: number) => (number % 2 === 0 ? 'birds' : 'fish');

export function makeLabel(number: number, over: Partial<Label> = {}): Label {
  return { id: makePaper(number).id, file: 'arxiv-train', topics: [subjectOf(number)], also: [], ...over };
}
