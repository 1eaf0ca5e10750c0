import { contentWords, sharedPart } from './content-words.js';
import { fitSentences } from './fit-sentences.js';
import { toPlainText } from './plain-text.js';
import { splitSentences } from './split-sentences.js';
import { startPlainly } from './start-plainly.js';

/** A model's answer as a summary that may be shown, or why it may not. */
export type Judged = { summary: string } | { refusal: string };

/** A model that was asked for two sentences and writes more than this has not understood. In UTF-16 units. */
const LONGEST_ANSWER = 2000;

/** Fewer words that say something are no summary. */
const LEAST_WORDS = 4;

/**
 * Least share of a summary's words that the paper has too. Of 397 summaries by sources' models all have 0.56 and more;
 * of summaries of other papers 1 in 130 has more than this.
 */
const LEAST_SHARED = 0.5;

/** What models that think aloud write before they answer. */
const THOUGHTS = /^\s*<think(?:ing)?>[\s\S]*?<\/think(?:ing)?>/i;
const LABEL =
  /^(?:(?:sure|certainly|of course)[,.!]? )?(?:here(?:'s| is)\b[^:\n]{0,60}|(?:short |plain |one-sentence )?summary|tl;?dr)\s*:\s*/i;
const QUOTES = /^["“„«]([\s\S]*)["”“»]$/;
const MARKUP =
  /<\/?[a-z!][^>]{0,200}>|\]\(|:\/\/|\bwww\.|\*\*|__|```|^[^\S\n\r\u2028\u2029]*(?:[#>|]|[-*•] |\d+[.)] )/im;
const EXCUSE =
  /\b(?:as an ai\b|language model, i\b|i(?:['’]m| am) (?:sorry|unable|not able)|i (?:cannot|can['’]?t|can not|do not have|don['’]t have|was unable)|sorry\b|apologi[sz]e|please provide|provide (?:me with )?the (?:title|abstract|text)|(?:cannot|can['’]?t|unable to) (?:summari[sz]e|help|assist|comply|access))/i;

/**
 * One or two whole sentences of a model's answer, on one line and at most 280 characters, in the paper's own words to a
 * good part. What a model writes is data: markup, excuses and what is not about the paper are refused. Takes time
 * linear in the answer's length.
 */
export function judgeAnswer(answer: string, paper: { title: string; abstract: string }): Judged {
  const said = unwrap(answer.replace(THOUGHTS, ''));
  if (said === '') return { refusal: 'it is empty' };
  if (said.length > LONGEST_ANSWER) return { refusal: 'it is far too long' };
  if (MARKUP.test(said)) return { refusal: 'it holds markup or an address' };
  if (EXCUSE.test(said)) return { refusal: 'it is an excuse' };
  const sentences = splitSentences(toPlainText(said)).slice(0, 2).map(startPlainly);
  const summary = fitSentences(sentences);
  if (summary === undefined) return { refusal: 'no whole sentence of it fits' };
  return isAbout(summary, paper) ? { summary } : { refusal: 'it is not about the paper' };
}

function unwrap(answer: string): string {
  return answer.trim().replace(LABEL, '').trim().replace(QUOTES, '$1').trim();
}

function isAbout(summary: string, { title, abstract }: { title: string; abstract: string }): boolean {
  const words = contentWords(summary);
  return words.size >= LEAST_WORDS && sharedPart(words, contentWords(`${title} ${abstract}`)) >= LEAST_SHARED;
}
