import { z } from 'zod';
import { ParseError } from '../errors.js';
import type { Page } from '../model/page.js';
import { readArxivId } from './reading/arxiv-id.js';
import { missingLandmark } from './reading/missing-landmark.js';
import { PaperScope } from './reading/paper-scope.js';
import { readJson } from './reading/read-json.js';
import { webAddress } from './reading/web-address.js';
import { withoutCampaign } from './reading/without-campaign.js';
import { defineSource } from './source.js';

const ID = 'catalyzex-code';

/** arXiv's own pages wait so long for this answer, then go on without it. */
const PATIENCE_MS = 2_000;

/** `{}` for a paper without code; more keys come along (`count`, `cx_url`). */
const Answer = z.looseObject({ code_url: z.string().nullish(), error: z.string().nullish() });

/**
 * The code of one paper, by the answer that CatalyzeX gives to arXiv's pages. It fills in what lists lack: all that it
 * says of a paper is where its code is.
 */
export default defineSource({
  id: ID,
  homepage: 'https://www.catalyzex.com',
  scopes: { paper: PaperScope },
  news: 'baseline',
  fillsIn: { scope: 'paper', lacking: ['codeUrl'] },
  requests({ paper = '' }, { baseUrl }) {
    const asked = new URLSearchParams({ src: 'arxiv', paper_arxiv_id: paper });
    return [[{ url: `${baseUrl}/api/code?${asked}`, kind: 'api', timeoutMs: PATIENCE_MS }]];
  },
  parse(page, { paper }) {
    const arxiv = paper ?? paperAskedFor(page);
    const codeUrl = readCodeUrl(page);
    const sightings = codeUrl === undefined ? [] : [{ ids: { arxiv }, authors: [], codeUrl }];
    return { sightings, unreadable: [] };
  },
});

function readCodeUrl({ body }: Page): string | undefined {
  if (!/^\s*\{/.test(body)) throw missingLandmark(ID, body, 'an answer in JSON');
  const answer = Answer.safeParse(readJson(ID, body)).data;
  if (!answer) throw new ParseError(`${ID}: code_url is no address`);
  if (answer.error)
    throw new ParseError(`${ID}: the site answered with an error: ${answer.error.slice(0, 200)}`);
  const address = webAddress(answer.code_url);
  return address === undefined || isOwnPage(address) ? undefined : withoutCampaign(address);
}

/** Where there is no code the site leads to a page on which to ask the authors for it. */
const isOwnPage = (address: string) => /(^|\.)catalyzex\.com$/.test(new URL(address).hostname);

/** The answer does not repeat what it was asked for; the address does. */
function paperAskedFor({ requestUrl }: Page): string {
  const asked = URL.canParse(requestUrl) ? new URL(requestUrl).searchParams.get('paper_arxiv_id') : undefined;
  const arxiv = readArxivId(asked ?? '');
  if (arxiv === undefined) throw new ParseError(`${ID}: the address names no paper (paper_arxiv_id)`);
  return arxiv;
}
