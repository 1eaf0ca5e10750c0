import { describe, expect, it } from 'vitest';
import { makeDigest, makeFullPaper, renderOnce } from './sample-digest.js';

const NASTY = '<script>alert(1)</script> & "x"';
const ESCAPED = '&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;';

describe('what was scraped', () => {
  it('is text and never markup, wherever it stands', async () => {
    const paper = makeFullPaper(1, {
      title: NASTY,
      authors: [NASTY],
      authorCount: 1,
      summary: NASTY,
      why: NASTY,
      topics: [{ id: 'x', name: NASTY, score: 1, evidence: [] }],
    });
    const { html, text } = await renderOnce(
      makeDigest([paper], { rising: paper, sections: [{ title: NASTY, papers: [paper] }] }),
    );
    expect(html).not.toContain('<script');
    expect(html.split(ESCAPED).length - 1).toBeGreaterThanOrEqual(8);
    expect(text.split(NASTY).length - 1).toBeGreaterThanOrEqual(5);
  });

  it('is escaped for a followed author too', async () => {
    const paper = makeFullPaper(1, { authors: [NASTY], authorCount: 1, followed: [NASTY] });
    const { html } = await renderOnce(makeDigest([paper]));
    expect(html).toMatch(new RegExp(`<b class="ink"[^>]*>${ESCAPED.replace(/[()]/g, '\\$&')}</b>`));
  });

  it('cannot break a line, turn the direction of writing or carry control characters', async () => {
    const evil = 'One\r\nBcc: everyone@example.org\u2028two\u0000\u0007\u202Ethree\uD800';
    const paper = makeFullPaper(1, { title: evil, authors: [evil], why: evil, summary: evil });
    const { subject, html, text } = await renderOnce(makeDigest([paper], { rising: paper }));
    const clean = 'One Bcc: everyone@example.org two three\uFFFD';
    expect(subject).toBe('Broadsheet, Fri 21 Aug: One Bcc: everyone@example.org two three\uFFFD');
    expect(html).toContain(`>${clean}</a></h3>`);
    expect(text).toContain(`\n${clean}\n`);
    for (const part of [html, text]) expect(part.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028\u202E]/u);
  });

  it('is linked only when its address is http or https', async () => {
    const paper = makeFullPaper(1, {
      url: 'javascript:alert(1)',
      pdfUrl: 'data:text/html,x',
      codeUrl: ' JaVaScRiPt:alert(1)',
      discussionUrl: `https://example.org/${'x'.repeat(3000)}`,
    });
    const { html, text } = await renderOnce(makeDigest([paper], { rising: paper }));
    for (const part of [html, text]) expect(part).not.toMatch(/javascript:|data:text|xxx/i);
    expect(html).toContain(`<span class="title ink"`);
    expect(text).not.toContain('[1]');
  });

  it('cannot leave an attribute', async () => {
    const paper = makeFullPaper(1, { url: `https://example.org/a'b"onclick="x"?q=<&r=1` });
    const { html } = await renderOnce(makeDigest([paper]));
    expect(html).toContain('href="https://example.org/a&#39;b%22onclick=%22x%22?q=%3C&amp;r=1"');
  });

  it('is not taken for a slot of the template', async () => {
    const { html } = await renderOnce(
      makeDigest([makeFullPaper(1, { title: 'On {{leaveUrl}} and {{#paper}}', why: '{{why}}' })]),
    );
    expect(html).toContain('On {{leaveUrl}} and {{#paper}}</a>');
    expect(html).toContain('Why: {{why}}');
  });
});
