import { hashToShare } from './chance.js';
import type { Reaction, Step, Weather } from './conversation.js';

/** What happens to how large a share of the mails, at their first attempt. What is refused for good stays so. */
interface Trouble {
  step: Step;
  share: number;
  reaction: Reaction;
  forGood?: boolean;
}

/** Everything that a mail server can do wrong, or has a right to do. */
const troubles: Trouble[] = [
  { step: 'rcpt', share: 0.02, reaction: { refuse: 450 } },
  { step: 'rcpt', share: 0.01, reaction: { refuse: 421 } },
  { step: 'rcpt', share: 0.02, reaction: { refuse: 550 }, forGood: true },
  { step: 'rcpt', share: 0.01, reaction: { refuse: 552 }, forGood: true },
  { step: 'rcpt', share: 0.01, reaction: { drop: true } },
  { step: 'data', share: 0.01, reaction: { refuse: 451 } },
  { step: 'data', share: 0.01, reaction: { drop: true } },
  { step: 'begun', share: 0.01, reaction: { drop: true } },
  { step: 'message', share: 0.01, reaction: { refuse: 452 } },
  { step: 'message', share: 0.01, reaction: { refuse: 554 }, forGood: true },
  { step: 'message', share: 0.01, reaction: { drop: true } },
  { step: 'message', share: 0.01, reaction: { swallow: true } },
  { step: 'message', share: 0.02, reaction: { delayMs: 1500 } },
  { step: 'after', share: 0.02, reaction: { drop: true } },
];

/** Before anybody has been named it is not a reader who is hit, but every so manieth conversation. */
const nameless: Partial<Record<Step, [share: number, reaction: Reaction][]>> = {
  greeting: [
    [0.05, { refuse: 421 }],
    [0.05, { drop: true }],
    [0.05, { delayMs: 800 }],
  ],
  mail: [
    [0.01, { refuse: 451 }],
    [0.01, { drop: true }],
  ],
};

/** A mail server on a bad day. Who is hit is the same for the same seed, in whatever order the mails come. */
export function createRoughWeather(seed: string): Weather {
  let begun = 0;
  return (step, recipient, attempt) => {
    const chances = nameless[step];
    if (chances) {
      begun += 1;
      return chooseBy(hashToShare(`${seed}.${step}.${begun}`), chances);
    }
    const drawn = hashToShare(`${seed}.${recipient}`);
    const trouble = chooseBy(
      drawn,
      troubles.map((each): [number, Trouble] => [each.share, each]),
    );
    const isNow = trouble?.step === step && (attempt <= 1 || trouble.forGood === true);
    return isNow ? trouble.reaction : undefined;
  };
}

/** Walks along the shares until the drawn one is reached; beyond them all is well. */
function chooseBy<T>(drawn: number, list: [share: number, T][]): T | undefined {
  let reached = 0;
  for (const [share, each] of list) {
    reached += share;
    if (drawn < reached) return each;
  }
  return undefined;
}
