import type { FeedEntry } from '../model/feed.js';
import { toFeedText } from './xml-text.js';

/** An entry as a feed reader shows it: who wrote it, what it says, where it comes from, what it lists. Never empty. */
export function writeHtml({ title, byline, summary, viaUrl, papers = [] }: FeedEntry): string {
  const parts = [
    ...[byline, summary].flatMap((text) => paragraph(toFeedText(text))),
    ...(viaUrl === undefined
      ? []
      : [`<p>${link(viaUrl, new URL(viaUrl).hostname.replace(/^www\./, ''))}</p>`]),
    ...(papers.length > 0 ? [`<ol>${papers.map(writeItem).join('')}</ol>`] : []),
  ];
  return parts.join('') || `<p>${escapeHtml(toFeedText(title) ?? '')}</p>`;
}

const paragraph = (text: string | undefined) => (text === undefined ? [] : [`<p>${escapeHtml(text)}</p>`]);

const writeItem = ({ title, url }: { title: string; url: string }) =>
  `<li>${link(url, toFeedText(title) ?? url)}</li>`;

const link = (url: string, text: string) => `<a href="${escapeHtml(url)}">${escapeHtml(text)}</a>`;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
