import type { Composed, Digest, DigestPaper, DigestSection } from '../model/digest.js';
import type { Edition } from '../model/edition.js';
import type { Subscriber } from '../model/subscriber.js';
import { type Choice, choosePaper, readChoices } from './choose-paper.js';
import { type EditionIndex, type IndexedPaper, indexEdition } from './index-edition.js';

/** Makes one reader's digest. `hadBefore`: ids of papers the reader has had in an earlier digest. */
export type Composer = (subscriber: Subscriber, hadBefore: ReadonlySet<string>) => Composed;

interface Chosen {
  indexed: IndexedPaper;
  choice: Choice;
}

/** Reasons kept for one paper; those beyond (keywords, names) are made for each reader. */
const SHARED_REASONS = 64;

/**
 * What this reader gets of an edition: papers of followed authors, then of followed topics and keywords by rank, or
 * the trending papers when the reader chose nothing; or why there is nothing. Every paper stands once and says why;
 * of papers with the same title only the first is taken.
 */
export function composeDigest(
  edition: Edition,
  subscriber: Subscriber,
  hadBefore: ReadonlySet<string>,
): Composed {
  return prepareEdition(edition)(subscriber, hadBefore);
}

/** Does once what is the same for all readers of an edition; the composer it returns is cheap to call. */
export function prepareEdition(edition: Edition): Composer {
  const index = indexEdition(edition);
  const { papers, ...shown } = edition;
  const editionPapers = papers.filter((paper) => !paper.revised).length;
  return (subscriber, hadBefore) => {
    const chosen = choosePapers(index, subscriber, hadBefore);
    if (chosen.length === 0 && subscriber.quietDay === 'nothing') return { skip: nameSkip(edition) };
    return { digest: { edition: shown, subscriber, editionPapers, ...layOut(chosen) } };
  };
}

function nameSkip(edition: Edition): string {
  return edition.papers.length === 0 ? 'the edition is empty' : 'nothing new for these choices';
}

/** At most `maxPapers`, followed authors first, each group in falling rank. */
function choosePapers(index: EditionIndex, reader: Subscriber, hadBefore: ReadonlySet<string>): Chosen[] {
  const choices = readChoices(reader, index, hadBefore);
  const byAuthor: Chosen[] = [];
  const others: Chosen[] = [];
  for (const indexed of index.papers) {
    const choice = choosePaper(indexed, choices);
    if (choice) (choice.byAuthor ? byAuthor : others).push({ indexed, choice });
  }
  return dropRepeats([...byAuthor, ...others]).slice(0, Math.max(0, reader.maxPapers));
}

function dropRepeats(chosen: Chosen[]): Chosen[] {
  const taken = new Set<string>();
  return chosen.filter(({ indexed: { paper, titleKey } }) => {
    if (taken.has(titleKey) || taken.has(`#${paper.paperId}`)) return false;
    taken.add(titleKey).add(`#${paper.paperId}`);
    return true;
  });
}

/** Sections in the order of the best paper in each; the followed authors' is first because their papers come first. */
function layOut(chosen: Chosen[]): Pick<Digest, 'sections' | 'rising'> {
  const sections = new Map<string, DigestSection>();
  let rising: DigestPaper | undefined;
  for (const { indexed, choice } of chosen) {
    const shown = showFor(indexed, choice);
    const title = choice.section;
    const section = sections.get(title);
    if (section) section.papers.push(shown);
    else sections.set(title, { title, papers: [shown] });
    if ((shown.gained ?? 0) > (rising?.gained ?? 0)) rising = shown;
  }
  return { sections: [...sections.values()], ...(rising && { rising }) };
}

function showFor({ paper, shownAs }: IndexedPaper, { why, followed }: Choice): DigestPaper {
  const known = followed.length === 0 ? shownAs.get(why) : undefined;
  if (known) return known;
  const shown: DigestPaper = { ...paper, why, followed };
  if (followed.length === 0 && shownAs.size < SHARED_REASONS) shownAs.set(why, shown);
  return shown;
}
