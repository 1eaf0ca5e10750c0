import type { IncomingHttpHeaders } from 'node:http';

/** By what a reader can tell whether what it has is still what there is. */
export interface Validators {
  etag: string;
  lastModified?: Date;
}

/**
 * Whether a reader has this answer already (RFC 9110, section 13.2.2): by its entity tags when it sends any, and only
 * else by time. Tags are compared weakly, as a proxy that compresses makes ours weak.
 */
export function isUnchanged(
  headers: Pick<IncomingHttpHeaders, 'if-none-match' | 'if-modified-since'>,
  { etag, lastModified }: Validators,
): boolean {
  const { 'if-none-match': tags, 'if-modified-since': since } = headers;
  if (tags !== undefined) return tags.trim() === '*' || listTags(tags).includes(etag.replace(/^W\//, ''));
  if (since === undefined || lastModified === undefined) return false;
  // An unreadable date compares as false: the answer is sent.
  return Math.floor(lastModified.getTime() / 1000) * 1000 <= Date.parse(since);
}

/** The opaque tags of a list such as `"a", W/"b, c"`. */
const listTags = (list: string): string[] => list.match(/"[^"]*"/g) ?? [];
