import { beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.js';
import type { Classifiable, Match, Topic } from '../../src/model/topic.js';
import { compileTopics } from '../../src/topics/compile-topics.js';
import { createTermClassifier } from '../../src/topics/term-classifier.js';
import { SAMPLE_PAPERS } from './sample-papers.js';

const classifier = createTermClassifier();
let topics: Topic[] = [];
beforeAll(async () => {
  topics = compileTopics((await loadConfig({})).topics);
});

function classifyOne(paper: Partial<Classifiable>, among = topics): Promise<Match[]> {
  return classifier.classify([{ id: 'p', title: '', ...paper }], among);
}

function makeTopic(id: string, terms: Record<string, number>, over: Partial<Topic> = {}): Topic {
  const weighted = Object.entries(terms).map(([phrase, weight]) => ({ phrase, weight }));
  return { id, name: id, threshold: 0.3, without: [], terms: weighted, ...over };
}

describe('the shipped topics', () => {
  it.each(Object.entries(SAMPLE_PAPERS))('file a paper of %s under it first', async (id, paper) => {
    const [first] = await classifyOne(paper);
    expect(first?.topicId).toBe(id);
  });

  it('have a sample paper each', () => {
    expect(topics.map(({ id }) => id).sort()).toEqual(Object.keys(SAMPLE_PAPERS).sort());
    expect(topics).toHaveLength(20);
  });

  it('leave a text about nothing of theirs alone', async () => {
    const abstract = 'We walked along the river, had bread and cheese, and came home before the rain.';
    expect(await classifyOne({ title: 'A Sunday outing', abstract })).toEqual([]);
  });
});

describe('finding a term', () => {
  const graphs = makeTopic('graphs', { 'graph neural network': 0.9, hypergraph: 0.8 });

  it.each([
    'GRAPH NEURAL NETWORKS',
    'Graph-Neural–network',
    'graph\nneural  networks',
    'Gräph neural network',
    'a (graph neural network)',
    'hypergraphs',
  ])('does not mind case, accents, hyphens or plural: %s', async (title) => {
    expect(await classifyOne({ title }, [graphs])).toHaveLength(1);
  });

  it.each([
    'graph. Neural networks',
    'graph (neural network)',
    'subgraph neural networking',
    'hypergraphical',
  ])('needs whole words within one sentence: %s', async (title) => {
    expect(await classifyOne({ title }, [graphs])).toEqual([]);
  });

  it('is not disturbed by LaTeX, kept or stripped', async () => {
    for (const title of [
      '$\\mathcal{O}(n)$ hypergraphs',
      'mathcal{O}(n) hypergraphs',
      '\\textbf{hypergraph}',
    ])
      expect(await classifyOne({ title }, [graphs])).toHaveLength(1);
  });

  it('takes the longest phrase at a place and none inside it', async () => {
    const language = makeTopic('language', { 'language model': 0.9 });
    const vision = makeTopic('vision', { 'vision language model': 0.9 });
    const matches = await classifyOne({ title: 'Vision-language models' }, [language, vision]);
    expect(matches.map(({ topicId }) => topicId)).toEqual(['vision']);
  });

  it('lets a phrase of `without` speak against a topic', async () => {
    const speech = makeTopic('speech', { audio: 0.5 }, { without: ['hate speech'] });
    const [clean] = await classifyOne({ title: 'Audio' }, [speech]);
    const [spoilt] = await classifyOne({ title: 'Audio', keywords: ['hate speech'] }, [speech]);
    expect(spoilt?.score ?? 0).toBeLessThan(clean?.score ?? 0);
  });
});

describe('scoring', () => {
  const topic = makeTopic('robots', { robot: 0.6, gripper: 0.6 }, { threshold: 0.1 });

  it('a title says more than an abstract, and two signs more than one', async () => {
    const scores = await Promise.all(
      [
        { abstract: 'robot' },
        { abstract: 'robot, robot' },
        { title: 'robot' },
        { title: 'robot', abstract: 'gripper' },
      ].map(async (paper) => (await classifyOne(paper, [topic]))[0]?.score ?? 0),
    );
    expect(scores).toEqual([...scores].sort((a, b) => a - b));
    expect(new Set(scores).size).toBe(4);
    for (const score of scores) expect(score).toBeGreaterThan(0);
    for (const score of scores) expect(score).toBeLessThan(1);
  });

  it('files nothing below the threshold', async () => {
    expect(await classifyOne({ title: 'robot' }, [{ ...topic, threshold: 0.9 }])).toEqual([]);
  });

  it('gives at most three matches, in falling score, and equals in the order of the topics', async () => {
    const four = ['a', 'b', 'c', 'd'].map((id) => makeTopic(id, { robot: id === 'c' ? 0.9 : 0.6 }));
    const matches = await classifyOne({ title: 'robot' }, four);
    expect(matches.map(({ topicId }) => topicId)).toEqual(['c', 'a', 'b']);
  });

  it('lets an arXiv category help, the primary one most, and never alone', async () => {
    const robotics = makeTopic('robotics', { arm: 0.4 }, { threshold: 0.1 });
    const scoreWith = async (categories: string[]) =>
      (await classifyOne({ title: 'arm', categories }, [robotics]))[0]?.score ?? 0;
    const [none, second, primary] = [
      await scoreWith([]),
      await scoreWith(['cs.LG', 'cs.RO']),
      await scoreWith(['cs.RO']),
    ];
    expect(none).toBeLessThan(second);
    expect(second).toBeLessThan(primary);
    expect(await classifyOne({ title: 'untold', categories: ['cs.RO'] }, [robotics])).toEqual([]);
  });
});

describe('evidence', () => {
  it('stands in the text as it is given, heaviest first, at most five', async () => {
    for (const { title, abstract } of Object.values(SAMPLE_PAPERS)) {
      for (const { evidence } of await classifyOne({ title, abstract })) {
        expect(evidence.length).toBeGreaterThan(0);
        expect(evidence.length).toBeLessThanOrEqual(5);
        for (const phrase of evidence) expect(`${title}\n${abstract}`).toContain(phrase);
      }
    }
    const topic = makeTopic('t', { light: 0.2, 'heavy word': 0.9 });
    const [match] = await classifyOne({ title: 'Lights and Heavy-Words' }, [topic]);
    expect(match?.evidence).toEqual(['Heavy-Words', 'Lights']);
  });
});

describe('odd input', () => {
  it.each([
    ['no abstract', {}],
    ['an empty abstract', { abstract: '' }],
    ['Chinese', { title: '大型语言模型的推理能力', abstract: '本文研究模型。'.repeat(200) }],
    ['Arabic', { title: 'نماذج اللغة الكبيرة', abstract: 'ندرس في هذه الورقة '.repeat(200) }],
    ['control characters', { title: '\u0000\u0007\u001b[31m\ud800', abstract: '\u0001'.repeat(2_000) }],
    ['one endless word', { abstract: 'a'.repeat(40_000) }],
  ])('%s gets no match and no error', async (_name, paper) => {
    expect(await classifyOne(paper)).toEqual([]);
  });

  it('reads an abstract of 40,000 characters', async () => {
    const abstract = 'Robots grasp things with dexterous hands. '.repeat(1_000).slice(0, 40_000);
    expect((await classifyOne({ abstract }))[0]?.topicId).toBe('robotics');
  });

  it('no papers give no matches', async () => {
    expect(await classifier.classify([], topics)).toEqual([]);
  });
});

it('says the same every time, paper by paper in the order given', async () => {
  const papers = Object.entries(SAMPLE_PAPERS).map(([id, paper]) => ({ id, ...paper }));
  const first = await classifier.classify(papers, topics);
  expect(await createTermClassifier().classify(papers, [...topics])).toEqual(first);
  expect([...new Set(first.map(({ paperId }) => paperId))]).toEqual(papers.map(({ id }) => id));
});
