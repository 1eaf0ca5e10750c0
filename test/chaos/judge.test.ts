import { describe, expect, it } from 'vitest';
import { type Facts, judgeResent, judgeSettled } from './judge.js';

const row = (recipient: string, state: string, reason: string | null = null) => ({
  recipient,
  state,
  reason,
});
const mail = (recipient: string, messageId = `<${recipient}>`) => ({ recipient, messageId });

/** Ada has her mail, Bob was refused, nobody knows about Cleo. */
const GOOD: Facts = {
  readers: 3,
  rows: [row('ada', 'sent'), row('bob', 'refused', '550 no such user'), row('cleo', 'unknown', 'cut off')],
  accepted: [mail('ada'), mail('cleo')],
  refusedForGood: new Map([['bob', 550]]),
  mayBeUnknown: 1,
};

const replaceRow = (at: number, other: Facts['rows'][number]) => ({
  ...GOOD,
  rows: GOOD.rows.with(at, other),
});

describe('the judge of an edition that has come to rest', () => {
  it('has nothing to say where everybody has a mail, a refusal, or one of the fates that may be unknown', () => {
    expect(judgeSettled(GOOD)).toEqual({
      ...{ sent: 1, refused: 1, unknown: 1, lost: 0, repeated: 0 },
      broken: [],
    });
  });

  it.each<[what: string, facts: Facts, words: string, counts: object]>([
    ['a reader without a delivery', { ...GOOD, readers: 4 }, '1 readers have no delivery', { lost: 1 }],
    ['a row left planned', replaceRow(0, row('ada', 'planned')), 'neither sent, refused', { lost: 1 }],
    ['a row left in hand', replaceRow(2, row('cleo', 'sending')), 'neither sent, refused', { lost: 1 }],
    [
      'a mail called sent that never came',
      { ...GOOD, accepted: [mail('cleo')] },
      'called sent and have no mail',
      { lost: 1 },
    ],
    [
      'a mail that came twice',
      { ...GOOD, accepted: [...GOOD.accepted, mail('ada')] },
      'have the edition twice',
      { repeated: 1 },
    ],
    [
      'a mail called refused that came',
      { ...GOOD, accepted: [...GOOD.accepted, mail('bob')] },
      'called refused or skipped and have a mail',
      {},
    ],
    ['a refusal that nobody spoke', { ...GOOD, refusedForGood: new Map() }, 'did not refuse', {}],
    ['a refusal without its reason', replaceRow(1, row('bob', 'refused')), 'have no reason', {}],
    ['a reader skipped for nothing', replaceRow(0, row('ada', 'skipped', 'quiet day')), 'were skipped', {}],
    ['more unknown than may be', { ...GOOD, mayBeUnknown: 0 }, '1 mails more are of unknown fate', {}],
  ])('sees %s', (_what, facts, words, counts) => {
    const verdict = judgeSettled(facts);
    expect(verdict.broken.join('; ')).toContain(words);
    expect(verdict).toMatchObject(counts);
  });
});

describe('the judge of an edition whose unknown mails were sent again', () => {
  const AGAIN: Facts = {
    ...replaceRow(2, row('cleo', 'sent')),
    accepted: [mail('ada'), mail('cleo'), mail('cleo')],
  };

  it('lets those be there twice that were sent twice', () => {
    expect(judgeResent(AGAIN, 1)).toEqual({ without: 0, twice: 1, broken: [] });
  });

  it.each<[what: string, facts: Facts, resent: number, words: string]>([
    ['a reader without a mail', { ...AGAIN, accepted: [mail('ada')] }, 1, '1 readers are without a mail'],
    ['more mails twice than were sent again', AGAIN, 0, '1 readers more have it twice'],
    [
      'a second mail that mail programs cannot know for the same',
      { ...AGAIN, accepted: [mail('ada'), mail('cleo'), mail('cleo', '<other>')] },
      1,
      'different Message-IDs',
    ],
    ['a fate that is still unknown', GOOD, 1, 'neither sent nor refused'],
  ])('sees %s', (_what, facts, resent, words) => {
    expect(judgeResent(facts, resent).broken.join('; ')).toContain(words);
  });
});
