import { ConfigError } from '../errors.js';
import type { LinkedProfiles, ProfileKey } from '../model/author.js';
import { listSources } from './load-sources.js';
import type { Source } from './source.js';

/**
 * Checks that every profile which authors.yaml links can be one of its source. Raises `ConfigError` with the path, what
 * was found and what was expected.
 */
export async function checkLinks(authors: readonly LinkedProfiles[]): Promise<void> {
  const sources = (await listSources()).filter(({ scopes }) => scopes.profile !== undefined);
  authors.forEach(({ profiles }, person) => {
    for (const link of profiles) refuseImpossible(link, sources, `${person}.profiles.${link.sourceId}`);
  });
}

function refuseImpossible({ sourceId, key }: ProfileKey, sources: Source[], path: string): void {
  const source = sources.find(({ id }) => id === sourceId);
  const known = sources.map(({ id }) => id).join(', ');
  if (!source) throw wrongLink(path, `a source with profiles (${known})`, sourceId);
  const checked = source.scopes.profile?.safeParse(key);
  if (checked?.success === false) throw wrongLink(path, checked.error.issues[0]?.message ?? 'a profile', key);
  // Profiles are stored by their key: one that is linked by its address would never be found.
  const own = source.profileKey?.(key) ?? key;
  if (own !== key) throw wrongLink(path, JSON.stringify(own), key);
}

function wrongLink(path: string, expected: string, found: string): ConfigError {
  return new ConfigError(`authors.yaml: ${path}: expected ${expected}, found ${JSON.stringify(found)}`);
}
