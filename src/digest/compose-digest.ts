import type { Composed, Digest, DigestPaper, DigestSection } from '../model/digest.js';
import type { Edition } from '../model/edition.js';
import type { Subscriber } from '../model/subscriber.js';
import { type Choice, choosePaper, readChoices } from './choose-paper.js';
import { indexProfiles, isWorthMail } from './choose-profiles.js';
import { type EditionIndex, type IndexedPaper, indexEdition } from './index-edition.js';
import { partNearDuplicates, type Titled } from './part-near-duplicates.js';

/** Makes one reader's digest. `hadBefore`: ids of papers the reader has had in an earlier digest. */
export type Composer = (subscriber: Subscriber, hadBefore: ReadonlySet<string>) => Composed;

interface Chosen extends Titled {
  indexed: IndexedPaper;
  choice: Choice;
}

/** Reasons kept for one paper; those beyond (keywords, names) are made for each reader. */
const SHARED_REASONS = 64;

/**
 * What this reader gets of an edition: papers of followed authors, then of followed topics and keywords by rank, or
 * the trending papers when the reader chose nothing; and what moved at followed profiles; or why there is nothing.
 * Every paper stands once and says why; of papers with the same title only the first is taken, and no two that read
 * almost the same stand beside each other.
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
  const profilesOf = indexProfiles(edition);
  const { papers, profiles: _all, ...shown } = edition;
  const editionPapers = papers.filter((paper) => !paper.revised).length;
  return (subscriber, hadBefore) => {
    const chosen = choosePapers(index, subscriber, hadBefore);
    const profiles = profilesOf(subscriber.authors);
    const isQuiet = chosen.length === 0 && !profiles.some(isWorthMail);
    if (isQuiet && subscriber.quietDay === 'nothing') return { skip: nameSkip(edition) };
    return { digest: { edition: shown, subscriber, editionPapers, profiles, ...layOut(chosen) } };
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
    if (choice) (choice.byAuthor ? byAuthor : others).push({ indexed, choice, words: indexed.words });
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
  let above: Chosen | undefined;
  let rising: DigestPaper | undefined;
  const sections: DigestSection[] = [];
  for (const [title, group] of groupBySection(chosen)) {
    const parted = partNearDuplicates(group, above);
    above = parted.at(-1) ?? above;
    const papers = parted.map(({ indexed, choice }) => showFor(indexed, choice));
    if (papers.length > 0) sections.push({ title, papers });
    for (const paper of papers) if ((paper.gained ?? 0) > (rising?.gained ?? 0)) rising = paper;
  }
  return { sections, ...(rising && { rising }) };
}

function groupBySection(chosen: Chosen[]): Map<string, Chosen[]> {
  const groups = new Map<string, Chosen[]>();
  for (const one of chosen) {
    const group = groups.get(one.choice.section);
    if (group) group.push(one);
    else groups.set(one.choice.section, [one]);
  }
  return groups;
}

function showFor({ paper, shownAs }: IndexedPaper, { why, followed }: Choice): DigestPaper {
  const known = followed.length === 0 ? shownAs.get(why) : undefined;
  if (known) return known;
  const shown: DigestPaper = { ...paper, why, followed };
  if (followed.length === 0 && shownAs.size < SHARED_REASONS) shownAs.set(why, shown);
  return shown;
}
