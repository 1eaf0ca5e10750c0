import { describe, expect, it } from 'vitest';
import { RenderError } from '../../src/errors.js';
import { makeDigest, makeFullPaper, renderOnce, settings } from './sample-digest.js';

const ids = (html: string) =>
  [...html.matchAll(/<h3[^>]*><a [^>]*href="[^"]*abs\/2608\.(\d+)"/g)].map((m) => m[1]);
const listed = (text: string) =>
  [...text.matchAll(/^\[\d+\] https:\/\/arxiv\.org\/abs\/2608\.(\d+)$/gm)].map((m) => m[1]);
const long = (number: number) =>
  makeFullPaper(number, {
    title: `日本 ${'A very long title that says everything twice '.repeat(10)}`,
    authors: Array.from({ length: 40 }, (_, index) => `An Author With A Long Name ${index}`),
    summary: 'Ein sehr langer Satz über alles. '.repeat(30),
  });

describe('a mail that would be too long', () => {
  it('is trimmed from the bottom, in both parts at the same paper, with a link to the rest', async () => {
    const papers = Array.from({ length: 50 }, (_, index) => long(index));
    const message = await renderOnce(makeDigest(papers));
    const shown = message.paperIds.length;
    expect(Buffer.byteLength(message.html)).toBeLessThanOrEqual(92_160);
    expect(Buffer.byteLength(message.html)).toBeGreaterThan(92_160 - 4000);
    expect(message.paperIds).toEqual(papers.slice(0, shown).map(({ paperId }) => paperId));
    expect(ids(message.html)).toEqual(papers.slice(0, shown).map((_, index) => String(10_000 + index)));
    expect(listed(message.text)).toEqual(ids(message.html));
    expect(message.html).toMatch(
      new RegExp(
        `<a [^>]*href="https://papers.example.org/editions/2026-08-21"[^>]*>and ${50 - shown} more in the web`,
      ),
    );
    expect(message.text).toContain(
      `And ${50 - shown} more in the web edition: https://papers.example.org/editions/2026-08-21`,
    );
  });

  it('keeps to the limit at every size', async () => {
    const sections = [0, 1, 2].map((part) => ({
      title: `Section ${part}`,
      papers: [0, 1, 2].map((index) => makeFullPaper(part * 3 + index)),
    }));
    const digest = makeDigest([], { editionPapers: 9, sections });
    const seen = new Set<number>();
    for (let maxHtmlBytes = 8000; maxHtmlBytes < 24_000; maxHtmlBytes += 800) {
      const { html, text, paperIds } = await renderOnce(digest, { mail: { ...settings.mail, maxHtmlBytes } });
      expect(Buffer.byteLength(html)).toBeLessThanOrEqual(maxHtmlBytes);
      expect(ids(html)).toHaveLength(paperIds.length);
      expect(listed(text)).toHaveLength(paperIds.length);
      expect(html.match(/<h2/g) ?? []).toHaveLength(Math.ceil(paperIds.length / 3));
      seen.add(paperIds.length);
    }
    expect([...seen].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('is refused when not even a mail without papers fits', async () => {
    const tiny = { mail: { ...settings.mail, maxHtmlBytes: 1000 } };
    await expect(renderOnce(makeDigest([makeFullPaper(1)]), tiny)).rejects.toThrow(RenderError);
  });

  it('needs at most 1.6 KB of HTML for a usual paper', async () => {
    const bytes = async (count: number) =>
      Buffer.byteLength(
        (await renderOnce(makeDigest(Array.from({ length: count }, (_, n) => makeFullPaper(n))))).html,
      );
    expect(((await bytes(20)) - (await bytes(10))) / 10).toBeLessThanOrEqual(1600);
  });
});
