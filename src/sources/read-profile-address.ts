import type { ProfileKey } from '../model/author.js';
import type { Source } from './source.js';

/** A profile, or what is wrong with the text that should have been its address. */
export type ReadProfile = ProfileKey | { problem: string };

/** Longer than any address of a profile. */
const LONGEST = 500;

/** Whose page an address is. A bare name or number is none: it may be anybody's. */
export function readProfileAddress(
  text: string,
  sources: readonly Pick<Source, 'id' | 'profileKey' | 'profileHosts'>[],
): ReadProfile {
  const address = withScheme(text.trim());
  if (
    text.length > LONGEST ||
    !text.includes('/') ||
    /[\p{Cc}]|%[01]/u.test(address) ||
    !URL.canParse(address)
  )
    return { problem: `expected the address of a profile${whereOf(sources)}` };
  for (const { id: sourceId, profileKey } of sources) {
    const key = profileKey?.(address);
    if (key !== undefined) return { sourceId, key };
  }
  const { host } = new URL(address);
  const isKnown = sources.some(({ profileHosts }) => profileHosts?.includes(host));
  return {
    problem: isKnown
      ? `this page of ${host} is nobody's profile; expected the address of a person's page there`
      : `profiles of ${host || 'such an address'} cannot be followed; expected one${whereOf(sources)}`,
  };
}

/** People leave it out, and browsers do not show it. */
const withScheme = (text: string) => (/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`);

function whereOf(sources: readonly Pick<Source, 'profileHosts'>[]): string {
  const hosts = sources.flatMap(({ profileHosts = [] }) => profileHosts);
  return hosts.length > 0 ? ` at ${hosts.join(', ')}` : ', but config/sources.yaml has no source of profiles';
}
