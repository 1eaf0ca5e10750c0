import type { ProfileKey } from '../model/author.js';
import type { ConfiguredSource } from './load-sources.js';

/** The address at which people look at a profile; undefined where its source is not configured or has pages for programs only. */
export function profilePage(
  { sourceId, key }: ProfileKey,
  sources: readonly Pick<ConfiguredSource, 'id' | 'profileKey' | 'requests' | 'settings'>[],
): string | undefined {
  const source = sources.find(({ id }) => id === sourceId);
  if (source?.profileKey?.(key) === undefined) return undefined;
  const asked = source.requests({ profile: key }, source.settings).flat();
  return asked.find(({ kind }) => kind !== 'api')?.url;
}
