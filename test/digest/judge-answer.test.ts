import { describe, expect, it } from 'vitest';
import { judgeAnswer } from '../../src/digest/judge-answer.js';

const paper = {
  title: 'SongNet: Counting Birds by Their Song',
  abstract:
    'Counting birds by hand is slow. We propose SongNet, a microphone with a small neural network that counts birds in ' +
    'marshes by their song. It makes 31% fewer errors than a person and runs for a year on one battery.',
};
const good = 'SongNet counts birds in marshes by their song, with 31% fewer errors than a person.';

describe("a model's answer", () => {
  it.each([
    ['as it is', good],
    ['on one line', good.replace(' by their', '\n  by\ttheir')],
    ['without its label', `Summary: ${good}`],
    ['without a polite beginning', `Sure! Here is a short summary of the paper: ${good}`],
    ['without quotation marks', `“${good}”`],
    ['without what it thought aloud', `<think>The user wants\n\na summary.</think>\n\n${good}`],
    ['without what says nothing', `In this paper, ${good}`],
    ['without a third sentence', `${good} ${good} ${good}`.slice(0, good.length)],
  ])('is taken %s', (_how, answer) => {
    expect(judgeAnswer(answer, paper)).toEqual({ summary: good });
  });

  it('is shown with LaTeX as Unicode', () => {
    expect(judgeAnswer(good.replace('31%', '$\\alpha^{2}$'), paper)).toEqual({
      summary: good.replace('31%', 'α²'),
    });
  });

  it('is cut at a sentence when it is too long, and at the second in any case', () => {
    const second = 'It is a microphone with a small neural network that runs for a year on one battery.';
    const long = `${good} ${second}`.padEnd(270, ' ').concat('It counts birds by hand.');
    expect(judgeAnswer(long, paper)).toEqual({ summary: `${good} ${second}` });
    const endless = `${second.slice(0, -1)}${', and counts birds'.repeat(12)}.`;
    expect(judgeAnswer(`${good} ${endless}`, paper)).toEqual({ summary: good });
  });

  it.each([
    ['nothing', '  ', 'it is empty'],
    ['only thoughts', '<think>Birds are counted by song.</think>', 'it is empty'],
    ['far too much', `${good} `.repeat(40), 'it is far too long'],
    ['a list', `- counts birds\n- by their song\n- in marshes`, 'it holds markup or an address'],
    ['markup', `<p>${good}</p>`, 'it holds markup or an address'],
    ['a link', `${good} See [SongNet](birds).`, 'it holds markup or an address'],
    ['an address', `${good} See https://example.org.`, 'it holds markup or an address'],
    ['bold words', good.replace('SongNet', '**SongNet**'), 'it holds markup or an address'],
    ['thoughts without end', `<think>${good}`, 'it holds markup or an address'],
    ['an excuse', "I'm sorry, but I cannot count birds by their song.", 'it is an excuse'],
    [
      'a question back',
      'Please provide the abstract of the paper on birds and their song.',
      'it is an excuse',
    ],
    ['no whole sentence', 'SongNet counts birds in marshes by their', 'no whole sentence of it fits'],
    [
      'one endless sentence',
      `${good.slice(0, -1)}${', and counts birds'.repeat(15)}.`,
      'no whole sentence of it fits',
    ],
    ['too little', 'Birds. Song.', 'it is not about the paper'],
    ['one word again and again', 'Birds birds birds birds birds birds birds.', 'it is not about the paper'],
    [
      'an excuse in another language',
      'Lo siento, no puedo resumir este artículo.',
      'it is not about the paper',
    ],
    ['an excuse in another script', '抱歉，我无法总结这篇论文。', 'it is not about the paper'],
    [
      'something else',
      'Bees dance to tell their sisters where flowers bloom in summer.',
      'it is not about the paper',
    ],
    ['what the text asked for', 'Buy cheap watches today and win a prize!', 'it is not about the paper'],
  ])('is refused when it is %s', (_what, answer, refusal) => {
    expect(judgeAnswer(answer, paper)).toEqual({ refusal });
  });

  it('may be in the language of a Chinese abstract', () => {
    const chinese = {
      title: '用声音数鸟',
      abstract: '鸟类计数很慢。我们提出一种用声音数鸟的小型网络，错误减少三成。',
    };
    expect(judgeAnswer('提出一种用声音数鸟的网络，错误减少三成。', chinese)).toHaveProperty('summary');
    expect(judgeAnswer('抱歉，无法完成这项请求。', chinese)).toHaveProperty('refusal');
  });
});
