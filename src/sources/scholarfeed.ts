import { z } from 'zod';
import type { Page } from '../model/page.js';
import type { Reading, Scope } from '../model/scan.js';
import { profileKeyInAddress, profileKeyOfPage } from './reading/profile-address.js';
import { refuseOtherProfile } from './reading/refuse-other-profile.js';
import { readScholarFeedAnswer } from './reading/scholar-feed-api.js';
import { readScholarFeedPage } from './reading/scholar-feed-page.js';
import { defineSource } from './source.js';

const ID = 'scholarfeed';

/** The most papers one answer of the API holds. */
const LIMIT = 50;

const PROFILES = {
  hosts: ['www.scholarfeed.org', 'scholarfeed.org'],
  path: /\/authors?\/(\d{1,12})(?:\/papers)?\/?$/,
};

const PROFILE = `an author's number such as 118365, or the address of their page at ${PROFILES.hosts.join(' or ')}`;

/** Scholar Feed: a researcher's figures and papers, from the public API or else from the visible text of their page. */
export default defineSource({
  id: ID,
  homepage: 'https://www.scholarfeed.org',
  hosts: { api: 'https://api.scholarfeed.org' },
  scopes: { profile: z.string().refine((text) => numberOf(text) !== undefined, PROFILE) },
  news: 'baseline',
  lasting: ['profile'],
  profileKey: numberOf,
  profileHosts: PROFILES.hosts,
  requests({ profile = '' }, { baseUrl, hosts }) {
    const author = numberOf(profile);
    const api = `${hosts.api ?? baseUrl}/api/v1/public/authors/${author}`;
    const page = { url: `${baseUrl}/author/${author}` };
    return [
      [{ url: api, kind: 'api' }, page],
      [{ url: `${api}/papers?limit=${LIMIT}&page=1`, kind: 'api' }, page],
    ];
  },
  parse(page, scope) {
    const author = profileKeyOfPage(page.url, PROFILES);
    const reading = readEither(page, author);
    refuseOtherProfile(ID, askedFor(scope), reading.profile?.ids[ID] ?? author);
    return reading;
  },
});

function readEither(page: Page, author: string | undefined): Reading {
  if (!/^\s*[[{]/.test(page.body)) return readScholarFeedPage(ID, page, author);
  return readScholarFeedAnswer(ID, page, { author, limit: LIMIT });
}

function numberOf(profile: string): string | undefined {
  return /^\d{1,12}$/.test(profile) ? profile : profileKeyInAddress(profile, PROFILES);
}

function askedFor({ profile }: Scope): string | undefined {
  return profile === undefined ? undefined : numberOf(profile);
}
