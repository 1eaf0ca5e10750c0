import { isIP } from 'node:net';

/** Labels that registries of countries put before a name: `example.co.uk` is one domain, `co.uk` is none. */
const SECOND_LEVEL = /^(ac|co|com|edu|go|gov|ne|net|or|org)$/;

/**
 * What is asked one thing at a time: the domain, so that `export.arxiv.org` and `rss.arxiv.org` are both `arxiv.org`.
 * Addresses without a domain are told apart by host and port.
 */
export function hostKey(url: URL): string {
  const name = url.hostname.replace(/\.$/, '');
  const labels = name.split('.');
  const isLocal = labels.length === 1 || labels.at(-1) === 'localhost';
  if (isLocal || isIP(name.replace(/^\[|\]$/g, ''))) return url.host;
  const [second = '', top = ''] = labels.slice(-2);
  return labels.slice(top.length === 2 && SECOND_LEVEL.test(second) ? -3 : -2).join('.');
}
