import { describe, expect, it } from 'vitest';
import { ParseError } from '../../../src/errors.js';
import { readVisibleText } from '../../../src/sources/reading/visible-text.js';

/** Lines, those that start a block marked with a bar. */
function read(body: string): string[] {
  return readVisibleText(body).lines.map(({ text, startsBlock }) => (startsBlock ? `|${text}` : text));
}

describe('what a person sees of a page', () => {
  it('stands in a block for each block of the markup', () => {
    expect(read('<p>one<div>two<b> bold</b> end</div>three<ul><li>a<li>b</ul>')).toEqual([
      '|one',
      '|two bold end',
      '|three',
      '|a',
      '|b',
    ]);
  });

  it('is broken into lines by <br>, and into blocks by two of them', () => {
    expect(read('<p>a<br>b<br><br>c<BR/>d</p>')).toEqual(['|a', 'b', '|c', 'd']);
  });

  it('has cells of a table apart', () => {
    expect(read('<table><tr><td>h-index</td><td>8</td></tr></table>')).toEqual(['|h-index', '|8']);
  });

  it('runs along through inline elements, without spaces that are not there', () => {
    expect(read('<div><span>h-index</span><span>8</span></div>')).toEqual(['|h-index8']);
    expect(read('<div><span>h-index</span> <span>8</span></div>')).toEqual(['|h-index 8']);
  });

  it.each([
    '<div hidden>x</div>',
    '<div hidden="until-found">x</div>',
    '<div style="display:none">x</div>',
    '<div style="color: red; DISPLAY : none !important;">x</div>',
    '<span style="visibility: hidden">x</span>',
    '<span aria-hidden="true">x</span>',
    '<script>x</script>',
    '<style>x</style>',
    '<template><p>x</p></template>',
    '<noscript>x</noscript>',
    '<head><title>x</title></head>',
    '<title>x</title>',
    '<svg><title>x</title><text>x</text></svg>',
    '<dialog>x</dialog>',
    '<!-- x -->',
    '<div hidden><p>x</p><div>x</div></div>',
  ])('leaves out %s', (markup) => {
    expect(read(`<p>a</p>${markup}<p>b</p>`)).toEqual(['|a', '|b']);
  });

  it('keeps what only seems hidden', () => {
    expect(read('<p aria-hidden="false" style="--display: none">a</p><dialog open>b</dialog>')).toEqual([
      '|a',
      '|b',
    ]);
  });

  it('follows an inline style that says block or inline', () => {
    expect(read('<span style="display:flex">a</span><div style="display: inline">b</div>c')).toEqual([
      '|a',
      '|bc',
    ]);
  });

  it('decodes references, and knows every white space for one space', () => {
    expect(read('<p>a&nbsp;&amp;&#8201;b\n\t c &lt;p&gt; &eacute;</p>')).toEqual(['|a & b c <p> é']);
  });

  it('drops what has no width', () => {
    expect(read('<p>\u200bze\u00adro\ufeff wi\u2060dth&#8203;</p><p>\u200b</p>')).toEqual(['|zero width']);
  });

  it('is in normal form C', () => {
    expect(read('<p>Garci\u0301a</p>')).toEqual(['|Garc\u00eda']);
  });

  it('keeps the line breaks of preformatted text only', () => {
    expect(read('<pre>a\nb\n\nc</pre><p>d\ne</p>')).toEqual(['|a', 'b', '|c', '|d e']);
  });

  it('tells which lines stand in one element', () => {
    const [a, b, c] = readVisibleText('<div><p>a</p><p>b</p></div><div>c</div>').lines;
    expect(a?.within[0]).toBe(b?.within[0]);
    expect(a?.within[0]).not.toBe(c?.within[0]);
    expect(a?.within.at(-1)).not.toBe(b?.within.at(-1));
  });
});

describe('links', () => {
  it('are absolute, and know their line', () => {
    const { links, lines } = readVisibleText(
      '<p>a</p><p><a href="/x?y=1">b</a></p>',
      'https://example.org/z/',
    );
    expect(links).toEqual([{ url: 'https://example.org/x?y=1', line: 1, within: expect.any(Array) }]);
    expect(lines[1]?.text).toBe('b');
  });

  it('may hold no words', () => {
    expect(readVisibleText('<a href="https://arxiv.org/abs/1"><img></a>').links).toHaveLength(1);
  });

  it('are never those that run something, nor those that nobody sees', () => {
    const body =
      '<a href="javascript:alert(1)">a</a><a href="data:,x">b</a><a hidden href="https://e.org">c</a>';
    expect(readVisibleText(body).links).toEqual([]);
  });
});

describe('plain text', () => {
  it('is split into the same blocks', () => {
    expect(read('a\r\n  b \n\n\nc\u00a0d\n \ne')).toEqual(['|a', 'b', '|c d', '|e']);
  });

  it('is not taken for markup by a formula, a price or a reference', () => {
    expect(read('for p<0.05 and a<b, x &amp; y\n<i>not so sure</i>'.replace('\n', ' '))).toEqual([
      '|for p<0.05 and a<b, x &amp; y <i>not so sure</i>',
    ]);
  });

  it('may be nothing', () => {
    expect(readVisibleText('')).toEqual({ lines: [], links: [] });
  });
});

describe('a hostile page', () => {
  it.each([
    ['tags that are never closed', '<div>'.repeat(20_000)],
    ['tags that are closed out of order', '<b>'.repeat(10_000) + '</i>'.repeat(10_000)],
    ['tags that never end', '<div'.repeat(15_000)],
    ['an endless attribute', `<p style="${'display:'.repeat(12_000)}">`],
    ['an endless run of spaces', `<p>${' '.repeat(100_000)}</p>`],
  ])('is read all the same: %s', (_name, body) => {
    expect(read(`${body}x`).length).toBeLessThanOrEqual(1);
  });

  it('is refused when it is nested without end', () => {
    expect(() => read('<div>'.repeat(100_000))).toThrow(ParseError);
  });

  it('keeps its text however deep it lies', () => {
    expect(read(`${'<div>'.repeat(5_000)}deep`)).toEqual(['|deep']);
    expect(readVisibleText(`${'<div>'.repeat(5_000)}deep`).lines[0]?.within).toHaveLength(64);
  });
});
