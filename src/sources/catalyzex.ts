import { z } from 'zod';
import { readCatalyzeXPage } from './reading/catalyzex-page.js';
import { profileKeyInAddress, profileKeyOfPage } from './reading/profile-address.js';
import { refuseOtherProfile } from './reading/refuse-other-profile.js';
import { defineSource } from './source.js';

const ID = 'catalyzex';

const PROFILES = {
  hosts: ['www.catalyzex.com', 'catalyzex.com'],
  path: /^\/author\/([^/]{1,200})\/?$/,
};

const PROFILE = `an author's full name, or the address of their page at ${PROFILES.hosts.join(' or ')}`;

/** CatalyzeX: a researcher's recent papers, by the visible text of the author's page. Namesakes share one page. */
export default defineSource({
  id: ID,
  homepage: 'https://www.catalyzex.com',
  scopes: { profile: z.string().refine((text) => nameOf(text) !== undefined, PROFILE) },
  news: 'baseline',
  lasting: ['profile'],
  profileKey: nameOf,
  profileHosts: PROFILES.hosts,
  // The page gives no titles; arXiv has the texts of most papers, by the letters of a name.
  looksUp: (name) => ({ sourceId: 'arxiv', scope: { author: name } }),
  requests: ({ profile = '' }, { baseUrl }) => [
    [{ url: `${baseUrl}/author/${encodeURIComponent(nameOf(profile) ?? '')}` }],
  ],
  parse(page, { profile }) {
    const name = profileKeyOfPage(page.url, PROFILES);
    const asked = profile === undefined ? undefined : nameOf(profile);
    refuseOtherProfile(ID, asked?.toLowerCase(), name?.toLowerCase());
    return readCatalyzeXPage(ID, page, name ?? asked);
  },
});

/** A name as people write it; anything with the marks of an address must be one of this site. */
function nameOf(profile: string): string | undefined {
  const isName = /^[\p{L}\p{M}][\p{L}\p{M}\p{N} .,'’()-]{0,199}$/u.test(profile);
  return isName ? profile.replace(/\s+/g, ' ').trim() : profileKeyInAddress(profile, PROFILES);
}
