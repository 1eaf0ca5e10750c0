// Characters that no XML 1.0 document may hold, escaped or not (section 2.2): most controls, lone surrogates, U+FFFE and U+FFFF.
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Text that any feed may hold, on one line; undefined when nothing is left of it. Markup in it is not escaped. */
export function toFeedText(text: string | undefined): string | undefined {
  const clean = text?.replace(FORBIDDEN, '').replace(/\s+/gu, ' ').trim();
  return clean || undefined;
}
