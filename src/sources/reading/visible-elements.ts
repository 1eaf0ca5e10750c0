/** Elements whose content is no text of the page, or is shown only where something else cannot be. */
const UNSEEN = new Set(
  'head title script style template noscript iframe noembed noframes object audio video canvas svg datalist select'.split(
    ' ',
  ),
);

/** Elements that stand on lines of their own (HTML Standard, 15.3.3 Flow content; cells of a table too). */
const BLOCKS = new Set(
  `address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
  footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol p pre search section
  summary table tbody td tfoot th thead tr ul`.split(/\s+/),
);

type Attributes = Record<string, string>;

/** Whether nobody sees the element and what it holds: by its name, its attributes or its inline style. */
export function isHiddenElement(name: string, attributes: Attributes): boolean {
  if (UNSEEN.has(name) || 'hidden' in attributes) return true;
  if (name === 'dialog' && !('open' in attributes)) return true;
  if (attributes['aria-hidden']?.trim().toLowerCase() === 'true') return true;
  const style = attributes.style ?? '';
  return styleOf(style, 'display') === 'none' || /^(?:hidden|collapse)$/.test(styleOf(style, 'visibility'));
}

/** Whether an element has lines of its own or runs along in the line, unless its inline style says otherwise. */
export function layoutOf(name: string, { style }: Attributes): 'block' | 'inline' {
  const display = styleOf(style ?? '', 'display');
  if (/^(?:block|flex|grid|flow-root|list-item|table)/.test(display)) return 'block';
  if (/^(?:inline|contents)/.test(display)) return 'inline';
  return BLOCKS.has(name) ? 'block' : 'inline';
}

/** The value of a property in an inline style, in lower case; empty when it is not there. The last one wins. */
function styleOf(style: string, property: string): string {
  if (!style.toLowerCase().includes(property)) return '';
  const values = style
    .toLowerCase()
    .split(';')
    .map((declaration) => declaration.split(':').map((part) => part.trim()));
  const value = values.findLast(([name]) => name === property)?.[1] ?? '';
  return value.replace(/(?<!\s)\s*!important$/, '');
}
