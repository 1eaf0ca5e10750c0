import data from 'caniemail/caniemail.json' with { type: 'json' };
import { load } from 'cheerio';
import type { ClientNote } from '../../src/templates/mail-clients.js';

interface Feature {
  slug: string;
  title: string;
  /** Program → platform → version → `y`, `n`, `a` (in part) or `u` (unknown), with marks of footnotes. */
  stats: Record<string, Record<string, Record<string, string>>>;
}

const features = data.data as unknown as Feature[];
const names = data.nicenames as { family: Record<string, string>; platform: Record<string, string> };

/** Whose findings, and of when. */
export const source = `caniemail.com, ${data.last_update_date.slice(0, 10)}`;

/** What each family of at-rules, meta tags and elements is called in the data. */
const OTHERS: [pattern: RegExp, slug: string][] = [
  [/@media \(m(ax|in)-width/, 'css-at-media'],
  [/@media \(prefers-color-scheme/, 'css-at-media-prefers-color-scheme'],
  [/<style/, 'html-style'],
  [/ lang="/, 'html-lang'],
  [/<meta name="color-scheme"/, 'html-meta-color-scheme'],
  [/\[data-/, 'css-selector-attribute'],
  [/!important/, 'css-important'],
  [/\.[a-z]+ > /, 'css-selector-child'],
];

/** Slugs of what a mail uses, as far as the data knows them. */
function listUsed(html: string): string[] {
  const $ = load(html);
  const sheets = $('style').text();
  const inline = $('[style]').toArray();
  const styles = [
    sheets.replace(/[^{}]*\{([^{}]*)\}/g, '$1;'),
    ...inline.map((node) => $(node).attr('style')),
  ];
  const declared = styles.join(';').matchAll(/(?:^|[;\s])([a-z-]+)\s*:/g);
  const properties = [...declared].map(
    ([, property = '']) => `css-${property.replace(/-(top|right|bottom|left)$/, '')}`,
  );
  const tags = [...html.matchAll(/<([a-z][a-z0-9]*)/g)].map(
    ([, tag = '']) => `html-${/^h[1-6]$/.test(tag) ? 'h1-h6' : tag}`,
  );
  const others = OTHERS.filter(([pattern]) => pattern.test(html)).map(([, slug]) => slug);
  return [...new Set([...properties, ...tags, ...others])];
}

/** What some programs, in their newest version, do not know of what a mail uses. */
export function noteClients(html: string): ClientNote[] {
  const used = listUsed(html);
  const notes = features.filter(({ slug }) => used.includes(slug)).map(noteFeature);
  return notes.filter(({ without, partly }) => without + partly !== '');
}

function noteFeature({ title, stats }: Feature): ClientNote {
  return { feature: title, without: listClients(stats, 'n'), partly: listClients(stats, 'a') };
}

/** `Gmail; Outlook (Windows, macOS)`: a program by its name alone where it is so on every platform. */
function listClients(stats: Feature['stats'], mark: string): string {
  const groups = Object.entries(stats).flatMap(([family, platforms]) => {
    const all = Object.entries(platforms);
    const those = all.filter(([, versions]) => (Object.values(versions).at(-1) ?? 'u').startsWith(mark));
    const name = names.family[family] ?? family;
    if (those.length === 0) return [];
    if (those.length === all.length) return [name];
    return [`${name} (${those.map(([platform]) => names.platform[platform] ?? platform).join(', ')})`];
  });
  return groups.join('; ');
}
