const escapeText = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');

/** Every letter as a reference, decimal and hexadecimal in turn; white space as it is. */
const refer = (text: string) =>
  text.replace(/\S/gu, (char, at: number) => {
    const code = char.codePointAt(0) ?? 0;
    return at % 2 === 0 ? `&#${code};` : `&#x${code.toString(16)};`;
  });

/** The lines of a page of plain text, without the empty ones. */
const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const blocksOf = (text: string) =>
  text
    .split(/\n\s*\n/)
    .map(linesOf)
    .filter((lines) => lines.length > 0);

const page = (body: string) =>
  `<!doctype html><html><head><title>A page</title></head><body>${body}</body></html>`;

/** One plain text in many markups that look the same to a person. */
export function wrapText(text: string): [name: string, html: string][] {
  const lines = linesOf(text).map(escapeText);
  const each = (wrap: (line: string, index: number) => string) => page(lines.map(wrap).join('\n'));
  return [
    ['a div for each line', each((line) => `<div>${line}</div>`)],
    ['nested divs', each((line) => `<div><div class="a"><div><div>${line}</div></div></div></div>`)],
    ['paragraphs that are never closed', each((line) => `<p>${line}`)],
    ['items of a list', page(`<ul>${lines.map((line) => `<li>${line}</li>`).join('')}</ul>`)],
    ['rows of a table', page(`<table>${lines.map((line) => `<tr><td>${line}</td></tr>`).join('')}</table>`)],
    ['cells of one row', page(`<table><tr>${lines.map((line) => `<td>${line}</td>`).join('')}</tr></table>`)],
    [
      'lines with breaks',
      page(
        blocksOf(text)
          .map((block) => `<p>${block.map(escapeText).join('<br/>')}</p>`)
          .join(''),
      ),
    ],
    [
      'attributes that hold markup',
      each((line) => `<section title="<p>9 Papers</p>" data-x='Abstract: no'>${line}</section>`),
    ],
    ['comments', each((line) => `<!-- <div>LGJan 1, 2020</div> --><div>${line}<!-- 5 authors --></div>`)],
    [
      'scripts and styles between',
      each((line) => `<script>var a = "<div>h-index99</div>";</script><style>p{}</style><div>${line}</div>`),
    ],
    [
      'references for letters',
      page(
        linesOf(text)
          .map((line) => `<div>${refer(line)}</div>`)
          .join(''),
      ),
    ],
    [
      'words in elements of their own',
      each((line) => `<div>${line.replace(/\S+/g, '<span>$&</span>')}</div>`),
    ],
    [
      'hidden copies',
      each(
        (line) =>
          `<div hidden>${line}</div><div>${line}</div><i style="display: none">${line}</i><b aria-hidden="true">${line}</b><template>${line}</template>`,
      ),
    ],
    [
      'no-break and zero-width spaces',
      each((line) => `<div>\u200b${line.replaceAll(' ', '&nbsp;')}&#8203;</div>`),
    ],
    ['white space everywhere', each((line) => `<div>\n\t\t${line.replaceAll(' ', ' \n\t ')}\n\t</div>`)],
    [
      'spans that are blocks by style',
      each((line) => `<span style="color:red; DISPLAY:block">${line}</span>`),
    ],
    ['upper case tags', each((line) => `<DIV CLASS=x>${line}</DIV>`)],
  ];
}
