import type { DigestPaper } from '../model/digest.js';
import { escapeHtml } from './escape-html.js';
import { joinAuthors } from './list-authors.js';
import type { ShownPaper } from './show-paper.js';
import type { Template, Values } from './template.js';
import type { Lead } from './word-digest.js';
import type { ShownMoves } from './word-profiles.js';

/** The row of one paper; what differs between readers is left open: `why` and `names`. */
export function bindPaperRow(row: Template, shown: ShownPaper): Template {
  return row.bind({
    ...bindTitle(row, shown),
    summary:
      shown.summary === undefined ? '' : row.block('summary').fill({ text: escapeHtml(shown.summary) }),
    counts: fillCounts(row.block('counts'), shown),
    dot: shown.links.length > 0 ? row.block('dot').fill({}) : '',
    link: shown.links.map(({ label, url }) => row.block('link').fill(escapeAll({ label, url }))).join(''),
  });
}

function bindTitle(row: Template, { title, url }: ShownPaper): Values {
  if (url === undefined)
    return { plainTitle: row.block('plainTitle').fill(escapeAll({ title })), linkedTitle: '' };
  return { linkedTitle: row.block('linkedTitle').fill(escapeAll({ title, url })), plainTitle: '' };
}

function fillCounts(block: Template, shown: ShownPaper): string {
  const { revised, votes, gained, marks, topic } = shown;
  if (!revised && votes === undefined && marks.length === 0 && topic === undefined) return '';
  return block.fill({
    revised: revised ? block.block('revised').fill({}) : undefined,
    votes: votes && block.block('votes').fill({ number: votes }),
    gained: votes && gained && block.block('gained').fill({ number: gained }),
    mark: marks.map((text) => block.block('mark').fill(escapeAll({ text }))).join(''),
    topic: topic && block.block('topic').fill(escapeAll({ name: topic })),
  });
}

/** The authors' line, those the reader follows standing out. Empty when the paper shows no author. */
export function fillAuthors(
  row: Template,
  paper: Pick<DigestPaper, 'authors' | 'authorCount' | 'followed'>,
): string {
  const authors = row.block('authors');
  const followed = authors.block('followed');
  const names = joinAuthors(paper, ({ name, isFollowed }) =>
    isFollowed ? followed.fill(escapeAll({ name })) : escapeHtml(name),
  );
  return names && authors.fill({ names });
}

/** Values for the lead's slots. */
export function fillLead(frame: Template, { headline, rising, missing }: Lead): Values {
  return {
    headline: escapeHtml(headline),
    rising: rising && fillRising(frame.block('rising'), rising),
    missing: missing && frame.block('missing').fill({ sentence: escapeHtml(missing) }),
  };
}

function fillRising(block: Template, { title, url, gained, since }: NonNullable<Lead['rising']>): string {
  return block.fill({
    risingLinked: url && block.block('risingLinked').fill(escapeAll({ title, url })),
    risingPlain: url ? undefined : block.block('risingPlain').fill(escapeAll({ title })),
    gained,
    since,
  });
}

/** What moved at followed profiles; empty when nothing did, so that the block is left out. */
export function fillMoves(block: Template, { shown, others }: ShownMoves): string {
  if (shown.length === 0) return '';
  const profile = block.block('profile');
  return block.fill({
    profile: shown.map(({ name, moves }) => profile.fill(escapeAll({ name, moves }))).join(''),
    others: others && block.block('others').fill(escapeAll({ text: others })),
  });
}

/** Escapes every value of a record. */
export function escapeAll(values: Readonly<Record<string, string>>): Values {
  return Object.fromEntries(Object.entries(values).map(([name, text]) => [name, escapeHtml(text)]));
}
