const TEXT = 'paper|work|study|article|report|thesis|letter|survey|research|paradigm|context|regard';

/** Openings that join a sentence to the one before it, or say nothing; all end with a comma. */
const JOINT = new RegExp(
  `^(?:(?:in|with|through) (?:this|the present|our) (?:\\w+ ){0,2}(?:${TEXT})|here|thus|therefore|hence|accordingly|` +
    'consequently|as a result|in response|to this end|to that end|to do so|specifically|concretely|in particular|' +
    'furthermore|moreover|additionally|in addition|besides|however|instead|finally|first|firstly|second|secondly|' +
    'third|lastly|overall|notably|importantly|crucially|interestingly|surprisingly|meanwhile|in contrast|' +
    'in summary|in short|more importantly|more interestingly|more specifically|as such|in this way|in parallel|' +
    'along the way|by doing so|in doing so|for (?:this|that) (?:purpose|reason|end)|namely|for instance|for example|likewise|similarly|subsequently|next|then|also),\\s+',
  'i',
);

/** Openings that give a purpose or a ground which only the sentence before names: "Building on this insight,". */
const BACKWARD =
  /^(?:to|towards?|motivated|inspired|driven|guided|prompted|encouraged|informed|enabled|built|building|based|drawing|leveraging|using|following|aiming|recognizing|unlike|different from|in contrast to|contrary to|in (?:light|view) of|with)\b[^,.;:]{0,80}\b(?:this|these|those|such|that|them|it|its|both|above|the (?:\w+ )?(?:gaps?|void|challenges?|problems?|issues?|limitations?|shortcomings?|bottlenecks?|observations?|insights?|findings?))\b[^,.;:]{0,50},\s+/i;

/** How a sentence begins that can do without such an opening. */
const CLAUSE = /^(?:(?:we|our|this|the|an?|it|here|in this)\b|\p{Lu})/u;

/** "(1) We release": a list that the source ran into one line. */
const NUMBER = /^\(?(?:\d{1,2}|[ivx]{1,4})\)\s+/i;
const IN_THIS_PAPER =
  /^(?:(?:with)?in this (?:paper|work|study|article|report|thesis|letter)|here|then|thus|hence|therefore|next|also|further|finally) (?=we\b)/i;
/** What is left of the abstract's train of thought after "We". */
const STEP =
  /^(we|this (?:paper|work|study)) (?:therefore|thus|hence|accordingly|consequently|first|then|also|further|additionally|finally) (?=\w)/i;

/** "To this end, in this paper, we propose" → "We propose": a sentence that can stand without the one before it. */
export function startPlainly(sentence: string): string {
  let plain = sentence.replace(NUMBER, '');
  for (let round = 0; round < 3; round++) plain = dropOpening(plain);
  plain = plain.replace(IN_THIS_PAPER, '').replace(STEP, '$1 ');
  return plain === sentence ? sentence : plain.charAt(0).toUpperCase() + plain.slice(1);
}

function dropOpening(sentence: string): string {
  const rest = sentence.replace(JOINT, '');
  if (rest !== sentence) return rest;
  const after = sentence.replace(BACKWARD, '');
  return CLAUSE.test(after) || /^we\b/i.test(after) ? after : sentence;
}

/** A purpose or a means before "we": what is said holds without it. */
const WAY_IN =
  /^(?:to|towards?|by|motivated|inspired|driven|guided|building|based|drawing|leveraging|aiming)\b[^,;:]{1,150}, (?=we\b)/i;

/** A sentence that is too long without its asides: what stands in parentheses, then the purpose it begins with. */
export function dropAsides(sentence: string, longest: number): string {
  if (sentence.length <= longest) return sentence;
  const bare = sentence.replace(/ \([^()]{1,200}\)/g, '');
  if (bare.length <= longest) return bare;
  const rest = bare.replace(WAY_IN, '');
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}
