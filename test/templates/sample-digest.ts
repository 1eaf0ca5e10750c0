import type { Digest, DigestPaper } from '../../src/model/digest.js';
import type { Subscriber } from '../../src/model/subscriber.js';
import { createRenderer, type RendererSettings } from '../../src/templates/render-digest.js';

export const envelope = { messageId: '<e1.s1@papers.example.org>', date: new Date('2026-08-21T05:00:00Z') };

export const settings: RendererSettings = {
  site: { title: 'Broadsheet', postalAddress: '', publicUrl: 'https://papers.example.org' },
  mail: { from: 'Broadsheet <paper@example.org>', maxHtmlBytes: 92_160 },
  links: { unsubscribe: ({ id }) => `https://papers.example.org/unsubscribe/${id}` },
};

export const subscriber: Subscriber = {
  id: 's1',
  email: 'ada@example.org',
  state: 'active',
  cadence: 'daily',
  weekday: 1,
  hour: 7,
  timeZone: 'Europe/Paris',
  maxPapers: 20,
  quietDay: 'one-line',
  topics: [],
  mutedTopics: [],
  keywords: [],
  mutedKeywords: [],
  authors: [],
  linkGeneration: 0,
  createdAt: new Date('2026-05-03T10:00:00Z'),
};

export const edition: Digest['edition'] = {
  id: 'e1',
  cadence: 'daily',
  date: '2026-08-21',
  number: 412,
  frozenAt: new Date('2026-08-21T04:00:00Z'),
  missing: [],
};

/** A paper with only what every paper has. */
export function makePaper(number: number, overrides: Partial<DigestPaper> = {}): DigestPaper {
  return {
    paperId: `p${number}`,
    rank: number,
    score: 1,
    reasons: [],
    revised: false,
    ids: { arxiv: `2608.${10_000 + number}` },
    title: `Paper number ${number}`,
    authors: ['First Author'],
    authorCount: 1,
    authorIds: [],
    url: `https://arxiv.org/abs/2608.${10_000 + number}`,
    topics: [],
    why: 'rising fastest today',
    followed: [],
    ...overrides,
  };
}

/** A paper that shows everything a mail can show, at its usual length. */
export function makeFullPaper(number: number, overrides: Partial<DigestPaper> = {}): DigestPaper {
  const url = `https://arxiv.org/abs/2608.${10_000 + number}`;
  return makePaper(number, {
    title: `Paper ${number} has a title of the usual length: sixty to ninety letters`,
    authors: ['Ada Beispiel', 'Bob Exemple', 'Chen Muster', 'Dana Primer', 'Emil Próba'],
    authorCount: 5,
    summary:
      'The first sentence says what was built and on which ground. The second says what came out when it was measured, and where it still falls short of what people do.',
    pdfUrl: url.replace('/abs/', '/pdf/'),
    codeUrl: `https://github.com/example/paper-${number}`,
    stars: 3210,
    discussionUrl: `https://huggingface.co/papers/2608.${10_000 + number}`,
    upvotes: 128,
    gained: 34,
    comments: 12,
    topics: [{ id: 'agents-and-reasoning', name: 'Agents and reasoning', score: 0.9, evidence: ['agent'] }],
    ...overrides,
  });
}

/** A digest of these papers in one section. */
export function makeDigest(papers: DigestPaper[], overrides: Partial<Digest> = {}): Digest {
  const sections = papers.length > 0 ? [{ title: 'Language models', papers }] : [];
  return { edition, subscriber, editionPapers: papers.length, profiles: [], sections, ...overrides };
}

/** A digest that holds everything a digest can hold. */
export function fullDigest(): Digest {
  const followed = makeFullPaper(1, { followed: ['Bob Exemple'], why: 'you follow Bob Exemple' });
  const revised = makeFullPaper(2, {
    revised: true,
    followed: ['Ada Beispiel'],
    why: 'revised; you follow Ada Beispiel',
  });
  return makeDigest([followed, revised, makeFullPaper(3), makePaper(4)], {
    edition: { ...edition, missing: ['arxiv'] },
    editionPapers: 17,
    rising: followed,
    profiles: [
      { authorId: 'b', name: 'Bob Exemple', sourceId: 'scholarfeed', hIndex: { from: 8, to: 9 } },
      { authorId: 'a', name: 'Ada Beispiel', sourceId: 'scholarfeed', citations: { from: 1210, to: 1231 } },
    ],
  });
}

/** Renders a digest with a renderer of its own. */
export async function renderOnce(digest: Digest, parts: Partial<RendererSettings> = {}) {
  const renderer = await createRenderer({ ...settings, ...parts });
  return renderer.forEdition(digest.edition)(digest, envelope);
}
