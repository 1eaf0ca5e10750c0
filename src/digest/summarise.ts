import type { Paper } from '../model/paper.js';
import { toPlainText } from './plain-text.js';
import { splitSentences } from './split-sentences.js';

/** Longest summary, in UTF-16 units. */
export const LONGEST_SUMMARY = 280;

/** A sentence below this tells little more than a name. */
const SHORTEST_TELLING = 50;

/** Longer texts are no abstracts; what stands beyond is not looked at. */
const LONGEST_ABSTRACT = 20_000;

const WE = String.raw`\b(?:we|this (?:paper|work|article|study|report|survey|thesis|letter)|the authors|our (?:work|paper|study))\b`;
/** How authors say what they give: the earlier list weighs more. */
const CUES = [
  String.raw`propos\w*|introduc\w*|present\w*|develop\w*|releas\w*|contribut\w*|design\w*|build\w*`,
  String.raw`show\w*|demonstrat\w*|find|prov\w*|stud(?:y|ies)|investigat\w*|explor\w*|examin\w*|analy\w*|evaluat\w*|describ\w*|address\w*|deriv\w*|revisit\w*|establish\w*|report\w*`,
].map((verbs) => new RegExp(`${WE} (?:\\w+ ){0,2}(?:${verbs})\\b`, 'i'));

/** Openings that lean on what stood before, or say nothing. */
const LEAD_IN =
  /^(?:(?:in|with|through) (?:this|the present|our) (?:\w+ )?(?:paper|work|study|article|report|thesis|letter|survey|research|paradigm|context|regard)|here|thus|therefore|hence|accordingly|consequently|as a result|in response|to this end|to that end|to do so|specifically|concretely|in particular|furthermore|moreover|additionally|in addition|however|instead|finally|to (?:\w+ ){0,2}(?:address|tackle|overcome|mitigate|bridge|solve|resolve|alleviate|fill|close|remedy|combat|handle|meet|answer|counter|fix) (?:this|these|those|such|the|both)(?: \w+){0,3}|(?:motivated|inspired|driven|guided) by (?:this|these)(?: \w+){0,3}|based on (?:this|these)(?: \w+){0,3}),\s+/i;

/**
 * One or two whole sentences of at most 280 characters: the source's own summary when it has one, else the abstract's
 * sentence that says what is contributed. Undefined when no whole sentence fits.
 */
export function summarise(
  paper: Pick<Paper, 'summary' | 'abstract'>,
): { summary: string; summaryBy: 'source' | 'abstract' } | undefined {
  const own = fitSource(toPlainText((paper.summary ?? '').slice(0, LONGEST_ABSTRACT)));
  if (own !== undefined) return { summary: own, summaryBy: 'source' };
  const extracted = extract(toPlainText((paper.abstract ?? '').slice(0, LONGEST_ABSTRACT)));
  return extracted === undefined ? undefined : { summary: extracted, summaryBy: 'abstract' };
}

/** A short summary stands as it is, with or without a full stop, unless it trails off. */
function fitSource(text: string): string | undefined {
  if (text.length <= LONGEST_SUMMARY && !/(?:…|\.\.\.?)$/.test(text)) return text || undefined;
  return joinFitting(splitSentences(text));
}

function extract(abstract: string): string | undefined {
  const sentences = splitSentences(abstract).map(startPlainly);
  const best = pickContribution(sentences);
  return best === undefined ? undefined : joinFitting(sentences.slice(best, best + 2));
}

/** The first sentence with the strongest cue, failing that the first that fits; bare names ("We release X.") come last. */
function pickContribution(sentences: string[]): number | undefined {
  const places = [...sentences.keys()].filter((at) => lengthAt(sentences, at) <= LONGEST_SUMMARY);
  for (const least of [SHORTEST_TELLING, 0]) {
    for (const cue of CUES) {
      const found = places.find((at) => lengthAt(sentences, at) >= least && cue.test(sentences[at] ?? ''));
      if (found !== undefined) return found;
    }
  }
  return places[0];
}

function lengthAt(sentences: string[], at: number): number {
  return sentences[at]?.length ?? 0;
}

/** As many sentences from the first as fit; undefined when the first does not. */
function joinFitting(sentences: string[]): string | undefined {
  let joined = '';
  for (const sentence of sentences) {
    const longer = joined === '' ? sentence : `${joined} ${sentence}`;
    if (longer.length > LONGEST_SUMMARY) break;
    joined = longer;
  }
  return joined || undefined;
}

/** "To this end, in this paper, we propose" → "We propose". */
function startPlainly(sentence: string): string {
  let plain = sentence;
  for (let round = 0; round < 3 && LEAD_IN.test(plain); round++) plain = plain.replace(LEAD_IN, '');
  plain = plain.replace(/^(in this (?:paper|work|study|article|report|thesis|letter)) (?=we\b)/i, '');
  return plain === sentence ? sentence : plain.charAt(0).toUpperCase() + plain.slice(1);
}
