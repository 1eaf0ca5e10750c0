import { contentWords, sharedPart } from './content-words.js';
import { LONGEST_SUMMARY } from './fit-sentences.js';

/** A sentence of an abstract, made ready to be weighed. */
export interface Sentence {
  /** As it would be shown. */
  text: string;
  /** With the opening it came with. */
  came: string;
  /** Place in the abstract, from 0. */
  at: number;
  words: ReadonlySet<string>;
}

/** An abstract, made ready for its sentences to be weighed. */
export interface Abstract {
  sentences: readonly Sentence[];
  title: ReadonlySet<string>;
  /** What the title calls the work before its colon ("AlphaFold: …"); empty when it does not. */
  name: string;
  /** Place of the first sentence in which the authors speak of their own work: what stands before it sets the scene. */
  turn: number;
  /** In how many sentences each word stands. */
  frequency: ReadonlyMap<string, number>;
}

/** What speaks for or against a sentence: how much, and how strongly it is there, 0–1. */
type Mark = [weight: number, strength: (sentence: Sentence, abstract: Abstract) => number];

const AUTHORS = String.raw`\b(?:we|(?:this|the) (?:\w+ ){0,2}(?:paper|work|article|study|report|survey|thesis|letter)|the authors|our (?:work|paper|study))(?: \w+){0,2}`;
const says = (verbs: string) => new RegExp(`${AUTHORS} (?:${verbs})`, 'i');

const GIVES = says(
  'propos|introduc|present|develop|releas|contribut|design|build|construct|formulat|devis|open-sourc|offer|provid|creat',
);
const STUDIES = says(
  'show|demonstrat|find|prov|stud|investigat|explor|examin|analy|evaluat|describ|address|deriv|revisit|establish|report|' +
    'argu|ask|identif|reveal|discover|uncover|observ|conduct|quantif|characteri|formali|unif|rethink|refram|extend|survey|review',
);
const COINS = /\b(?:called|named|termed|dubbed|coined)\b|\([A-Z][a-z0-9-]*[A-Z][A-Za-z0-9-]*\)/;
const RELEASES =
  /https?:|\b(?:code|datasets?|models?|weights|demos?|project page|website|resources)\b[^.]{0,80}\b(?:available|released?|open-?sourced?|found)\b|\b(?:release|open-source|make)\b[^.]{0,60}\b(?:code|weights|publicly)\b/i;
const COMPLAINS =
  /^(?:however|yet|despite|although|while|recent|existing|current|prior|previous|traditional|unfortunately|nevertheless|but|though)\b/i;
const OWN_WORK = /\b(?:we|our|this (?:\w+ ){0,2}(?:paper|work|article|study|report|survey|thesis|letter))\b/i;
const LACKS =
  /\b(?:remains?|challeng\w*|limit(?:ed|ations?)|lacks?|struggl\w*|suffers?|fails?|unexplored|underexplored|difficult|overlook\w*)\b/i;
/** Words that mean something another sentence names, but for "this paper" and its like. */
const LEANS =
  /^(?:it|its|they|their|such|another|both|here|the (?:former|latter|resulting|second|third|above)|in the (?:first|second|third|next|final) (?:stage|step|part))\b|\b(?:these|those(?! (?:who|that|of|in|with|from)\b)|this(?! (?:\w+ ){0,2}(?:paper|work|article|study|report|survey|thesis|letter)\b))\b/i;
const GOES_ON =
  /\b(?:we|this \w+) (?:also|further|additionally|then|next)\b|^(?:further|furthermore|additionally|moreover|second|third|finally|in addition|besides)\b|\b(?:therefore|thus|hence)\b/i;

/** Weights were chosen on the recorded papers with even ids and measured on those with odd ones (`bench summaries`). */
const CONTRIBUTION: readonly Mark[] = [
  [4, ({ text }) => +GIVES.test(text)],
  [1.5, ({ text }) => +STUDIES.test(text)],
  [4, ({ text }, { name }) => +(name !== '' && text.includes(name))],
  [1, ({ text }) => +COINS.test(text)],
  [5.5, ({ words }, { title }) => sharedPart(title, words)],
  [2.5, centrality],
  [-3.5, ({ at }, { sentences }) => at / Math.max(1, sentences.length - 1)],
  [-1, ({ at }, { sentences }) => +(at > 1 && at === sentences.length - 1)],
  [-3, (sentence) => +offersFiles(sentence)],
  [-1, ({ came }) => +COMPLAINS.test(came)],
  [-2, ({ at }, { turn }) => +(at < turn)],
  [-0.7, ({ text }) => +LACKS.test(text)],
  [-1.5, (sentence) => +leansBack(sentence)],
  [-2, ({ came }) => +GOES_ON.test(came)],
  [-0.7, ({ text }) => Math.max(0, text.length - 200) / (LONGEST_SUMMARY - 200)],
  [-1, ({ text }) => Math.max(0, 70 - text.length) / 70],
];

/** How much a sentence says what the paper gives. */
export function weighContribution(sentence: Sentence, abstract: Abstract): number {
  return CONTRIBUTION.reduce((sum, [weight, strength]) => sum + weight * strength(sentence, abstract), 0);
}

const COMPARES =
  /\b(?:outperform|surpass|achiev|attain|improv|reduc|exceed|state-of-the-art|superior|speed-?up|faster|boost|match|gains?\b|halv|doubl|lower|higher|better|accura)/i;
const FINDS =
  /\b(?:show|find|found|reveal|demonstrat|observ|discover|suggest|indicat|confirm|uncover|prov)\w*(?: \w+){0,3} that\b/i;
const FIGURE = /\d(?:\.\d+)?\s?(?:%|×|x\b|times\b|points?\b)/;

/** Whether a sentence tells what came of it by a figure or a comparison. */
export function tellsResult({ text }: Sentence): boolean {
  return FIGURE.test(text) || /\b(?:outperform|surpass|exceed)/i.test(text);
}

/** Whether a sentence means something that only the sentence before it names. */
export function leansBack({ text }: Sentence): boolean {
  return LEANS.test(text);
}

/** Whether a sentence only says where code or data can be had: a paper's links say that. */
export function offersFiles({ text }: Sentence): boolean {
  return RELEASES.test(text);
}

/** How well a sentence tells what came of it; 0 and less when it does not. */
export function weighResult(sentence: Sentence, abstract: Abstract): number {
  const { text, words } = sentence;
  if (!(COMPARES.test(text) || FINDS.test(text) || FIGURE.test(text))) return 0;
  const named = abstract.name !== '' && text.includes(abstract.name);
  return (
    1 +
    +FIGURE.test(text) +
    +named +
    2 * sharedPart(abstract.title, words) +
    2 * centrality(sentence, abstract) -
    +LACKS.test(text)
  );
}

/** In how many of the other sentences a word of this one stands, on average, 0–1. */
function centrality({ words }: Sentence, { sentences, frequency }: Abstract): number {
  if (words.size === 0) return 0;
  let sum = 0;
  for (const word of words) sum += (frequency.get(word) ?? 1) - 1;
  return sum / words.size / Math.max(1, sentences.length - 1);
}

/** Makes sentences ready to be weighed. Takes time linear in their length. */
export function prepareAbstract(texts: readonly Pick<Sentence, 'text' | 'came'>[], title: string): Abstract {
  const sentences = texts.map(({ text, came }, at) => ({ text, came, at, words: contentWords(text) }));
  const frequency = new Map<string, number>();
  for (const word of sentences.flatMap(({ words }) => [...words]))
    frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const name = nameIn(title);
  const speaks = ({ text }: { text: string }) => OWN_WORK.test(text) || (name !== '' && text.includes(name));
  const turn = Math.max(0, texts.findIndex(speaks));
  return { sentences, title: contentWords(title), name, turn, frequency };
}

function nameIn(title: string): string {
  return /^([^:]{2,40}):/.exec(title)?.[1]?.trim() ?? '';
}
