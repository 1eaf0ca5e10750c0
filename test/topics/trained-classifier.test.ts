import { beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.js';
import type { Classifiable, Match, Topic } from '../../src/model/topic.js';
import type { Classifier } from '../../src/topics/classifier.js';
import { compileTopics } from '../../src/topics/compile-topics.js';
import { openModel } from '../../src/topics/open-model.js';
import { createTrainedClassifier } from '../../src/topics/trained-classifier.js';
import { SAMPLE_PAPERS } from './sample-papers.js';

let classifier: Classifier;
let topics: Topic[] = [];
beforeAll(async () => {
  classifier = createTrainedClassifier(await openModel());
  topics = compileTopics((await loadConfig({})).topics);
});

const classifyOne = (paper: Partial<Classifiable>, among = topics): Promise<Match[]> =>
  classifier.classify([{ id: 'p', title: '', ...paper }], among);

/** The shipped topics, with one of them changed. */
const withTopic = (id: string, change: (topic: Topic) => Partial<Topic>): Topic[] =>
  topics.map((topic) => (topic.id === id ? { ...topic, ...change(topic) } : topic));

const idsOf = (matches: Match[]) => matches.map(({ topicId }) => topicId);

describe('the shipped model', () => {
  it.each(Object.entries(SAMPLE_PAPERS))('files a paper of %s under it', async (id, paper) => {
    expect(idsOf(await classifyOne(paper))).toContain(id);
  });

  it('puts most of them there first', async () => {
    const filed = await Promise.all(
      Object.entries(SAMPLE_PAPERS).map(async ([id, paper]) => (await classifyOne(paper))[0]?.topicId === id),
    );
    expect(filed.filter((isFirst) => isFirst).length).toBeGreaterThanOrEqual(17);
  });

  it('leaves a text about nothing of its topics alone', async () => {
    const abstract = 'We walked along the river, had bread and cheese, and came home before the rain.';
    expect(await classifyOne({ title: 'A Sunday outing', abstract })).toEqual([]);
    expect(await classifyOne({ title: 'On soup' })).toEqual([]);
  });

  it('gives up to three topics in falling score, each with reasons that stand in the text', async () => {
    const papers = Object.entries(SAMPLE_PAPERS).map(([id, paper]) => ({ id, ...paper }));
    const matches = await classifier.classify(papers, topics);
    for (const { id, title, abstract } of papers) {
      const own = matches.filter(({ paperId }) => paperId === id);
      expect(own.length).toBeLessThanOrEqual(3);
      const scores = own.map(({ score }) => score);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
      for (const { evidence, score } of own) {
        expect(score).toBeGreaterThan(0);
        expect(score).toBeLessThan(1);
        expect(evidence.length).toBeGreaterThan(0);
        expect(evidence.length).toBeLessThanOrEqual(5);
        for (const phrase of evidence) expect(`${title}\n${abstract}`).toContain(phrase);
      }
    }
  });

  it('says the same every time', async () => {
    const papers = Object.entries(SAMPLE_PAPERS).map(([id, paper]) => ({ id, ...paper }));
    const again = createTrainedClassifier(await openModel());
    expect(await again.classify(papers, [...topics])).toEqual(await classifier.classify(papers, topics));
  });

  it('does not mind LaTeX, kept or stripped', async () => {
    const title = 'A bound for stochastic gradient descent on non-convex functions';
    const plain = 'We prove that it converges at a rate that does not hang on the dimension.';
    const kept = `${plain} The rate is $\\mathcal{O}(\\varepsilon^{-2})$ for $\\boldsymbol{x} \\in \\mathbb{R}^d$.`;
    const stripped = `${plain} The rate is mathcal{O}(varepsilon^{-2}) for boldsymbol{x} in mathbb{R}^d.`;
    const [one, two] = [
      await classifyOne({ title, abstract: kept }),
      await classifyOne({ title, abstract: stripped }),
    ];
    expect(one[0]?.topicId).toBe('optimization-and-training');
    expect(two).toEqual(one);
  });

  it('is helped by categories where they are known, and does without', async () => {
    const paper = {
      title: 'Planning a path with a map that is wrong',
      abstract: 'The map is mended while moving.',
    };
    const scoreWith = async (categories: string[]) =>
      (
        await classifyOne(
          { ...paper, categories },
          withTopic('robotics', () => ({ threshold: 0 })),
        )
      ).find(({ topicId }) => topicId === 'robotics')?.score ?? 0;
    expect(await scoreWith(['cs.RO'])).toBeGreaterThan(await scoreWith([]));
  });
});

describe('the operator', () => {
  const birds = {
    title: 'Counting birds',
    abstract: 'We count warblers in a wood by hand, for three years.',
  };

  it('pulls a paper in with a term of great weight', async () => {
    expect(idsOf(await classifyOne(birds))).not.toContain('graphs');
    const own = withTopic('graphs', ({ terms }) => ({ terms: [...terms, { phrase: 'warbler', weight: 1 }] }));
    const matches = await classifyOne(birds, own);
    expect(matches.find(({ topicId }) => topicId === 'graphs')?.evidence).toContain('warblers');
  });

  it('pushes a paper away with a phrase of `without`', async () => {
    const paper = SAMPLE_PAPERS.graphs ?? birds;
    expect(idsOf(await classifyOne(paper))).toContain('graphs');
    const own = withTopic('graphs', () => ({ without: ['over-smoothing'] }));
    expect(idsOf(await classifyOne(paper, own))).not.toContain('graphs');
  });

  it('sets how sure a paper must be', async () => {
    const paper = SAMPLE_PAPERS.graphs ?? birds;
    expect(
      idsOf(
        await classifyOne(
          paper,
          withTopic('graphs', () => ({ threshold: 1 })),
        ),
      ),
    ).not.toContain('graphs');
  });

  it('adds a topic with nothing but terms, which works at once', async () => {
    const ornithology = {
      id: 'ornithology',
      name: 'Birds',
      threshold: 0.4,
      without: [],
      terms: [
        { phrase: 'warbler', weight: 0.9 },
        { phrase: 'counting bird', weight: 0.9 },
      ],
    };
    const [match] = await classifyOne(birds, [...topics, ornithology]);
    expect(match).toMatchObject({ topicId: 'ornithology', evidence: ['Counting birds', 'warblers'] });
  });

  it('takes a topic away', async () => {
    const fewer = topics.filter(({ id }) => id !== 'graphs');
    expect(idsOf(await classifyOne(SAMPLE_PAPERS.graphs ?? birds, fewer))).not.toContain('graphs');
  });

  it('may write a list of few terms for a known topic without losing what the model knows', async () => {
    const own = withTopic('graphs', () => ({ terms: [{ phrase: 'hypergraph', weight: 0.5 }] }));
    expect(idsOf(await classifyOne(SAMPLE_PAPERS.graphs ?? birds, own))).toContain('graphs');
  });
});

describe('odd input', () => {
  it.each([
    ['no words', {}],
    ['an empty abstract', { abstract: '' }],
    ['Chinese', { title: '大型语言模型的推理能力', abstract: '本文研究模型。'.repeat(200) }],
    ['Arabic', { title: 'نماذج اللغة الكبيرة', abstract: 'ندرس في هذه الورقة '.repeat(200) }],
    ['control characters', { title: '\u0000\u0007\u001b[31m\ud800', abstract: '\u0001'.repeat(2_000) }],
    ['a title that is only LaTeX', { title: '$\\mathcal{O}(\\varepsilon^{-2})$' }],
    ['one endless word', { abstract: 'a'.repeat(40_000) }],
  ])('%s gets no topic and no error', async (_name, paper) => {
    expect(await classifyOne(paper)).toEqual([]);
  });

  it('reads an abstract of 40,000 characters', async () => {
    const abstract = 'Robots grasp things with dexterous hands. '.repeat(1_000).slice(0, 40_000);
    expect((await classifyOne({ title: 'Hands', abstract }))[0]?.topicId).toBe('robotics');
  });

  it('no papers give no matches', async () => {
    expect(await classifier.classify([], topics)).toEqual([]);
  });
});
