import { fitSentences, LONGEST_SUMMARY } from './fit-sentences.js';
import { splitSentences } from './split-sentences.js';
import { dropAsides, startPlainly } from './start-plainly.js';
import {
  type Abstract,
  leansBack,
  offersFiles,
  prepareAbstract,
  type Sentence,
  tellsResult,
  weighContribution,
  weighResult,
} from './weigh-sentences.js';

/** A sentence below this says little more than a name: what follows it explains it. */
const SHORTEST_TELLING = 90;

/** Results that weigh less are "experiments show that it works". */
const LEAST_RESULT = 2;

/**
 * One or two whole sentences of an abstract: the one that says what is contributed, and the one that tells what came of
 * it where there is room for it. Both texts are plain. Undefined when no whole sentence fits.
 */
export function extractSummary(title: string, text: string): string | undefined {
  const abstract = prepareAbstract(splitSentences(text).map(plainSentence), title);
  const fitting = abstract.sentences.filter((sentence) => sentence.text.length <= LONGEST_SUMMARY);
  const best = pick(fitting, (sentence) => weighContribution(sentence, abstract));
  if (best === undefined) return undefined;
  const second = findSecond(best, fitting, abstract);
  return fitSentences(second === undefined ? [best.text] : [best.text, second.text]);
}

const plainSentence = (came: string) => ({ came, text: dropAsides(startPlainly(came), LONGEST_SUMMARY) });

/** What came of it, unless the first sentence tells that; after a short sentence the one that explains it. */
function findSecond(best: Sentence, fitting: Sentence[], abstract: Abstract): Sentence | undefined {
  const room = LONGEST_SUMMARY - best.text.length - 1;
  const after = fitting.filter(
    (sentence) => sentence.at > best.at && sentence.text.length <= room && !offersFiles(sentence),
  );
  const next = after.find(({ at }) => at === best.at + 1);
  const result = tellsResult(best) ? undefined : findResult(after, next, abstract);
  return result ?? (best.text.length < SHORTEST_TELLING ? next : undefined);
}

/** Only the sentence right after the first may mean it by "this". */
function findResult(after: Sentence[], next: Sentence | undefined, abstract: Abstract): Sentence | undefined {
  const weigh = (sentence: Sentence) => weighResult(sentence, abstract);
  const isTelling = (sentence: Sentence) =>
    weigh(sentence) > LEAST_RESULT && (sentence === next || !leansBack(sentence));
  return pick(after.filter(isTelling), weigh);
}

/** The one that weighs most; of several the first. */
function pick(sentences: readonly Sentence[], weigh: (sentence: Sentence) => number): Sentence | undefined {
  let best: { sentence: Sentence; weight: number } | undefined;
  for (const sentence of sentences) {
    const weight = weigh(sentence);
    if (best === undefined || weight > best.weight) best = { sentence, weight };
  }
  return best?.sentence;
}
