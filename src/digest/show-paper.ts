import type { EditionPaper, ShownTopic } from '../model/edition.js';
import type { Counts } from '../model/paper.js';
import type { Match, Topic } from '../model/topic.js';
import type { NewsPaper } from '../store/store.js';
import { linkPaper } from './paper-links.js';
import { toPlainText } from './plain-text.js';
import { summarise } from './summarise.js';

/** Where a paper stands in its edition, and why. */
export type Place = Pick<EditionPaper, 'rank' | 'score' | 'reasons' | 'shares'>;

/** A paper as an edition shows it: plain Unicode texts, addresses to open, the topics it is filed under by name. */
export function showPaper(news: NewsPaper, topics: Pick<Topic, 'id' | 'name'>[], place: Place): EditionPaper {
  const { paper, revised, authorIds } = news;
  const links = linkPaper(paper);
  return {
    paperId: paper.id,
    ...place,
    revised,
    ids: paper.ids,
    title: toPlainText(paper.title),
    authors: paper.authors.map(toPlainText).filter((name) => name !== ''),
    authorCount: paper.authorCount,
    authorIds,
    ...(news.authorNames && { authorNames: showNames(news.authorNames) }),
    ...summarise(paper),
    ...(paper.abstract !== undefined && { abstract: toPlainText(paper.abstract) }),
    ...links,
    ...showCounts(news, links.codeUrl !== undefined),
    topics: showTopics(news.matches, topics),
  };
}

/** Votes gained since yesterday; undefined when that is not known, or nothing was gained. */
export function gainedVotes({ counts, gained }: NewsPaper): number | undefined {
  return counts.upvotes !== undefined && gained !== undefined && gained > 0 ? gained : undefined;
}

function showCounts(news: NewsPaper, hasCode: boolean): Counts & { gained?: number } {
  const { upvotes, comments, stars } = news.counts;
  const gained = gainedVotes(news);
  return {
    ...(upvotes !== undefined && { upvotes }),
    ...(gained !== undefined && { gained }),
    ...(comments !== undefined && { comments }),
    ...(hasCode && stars !== undefined && { stars }),
  };
}

/** Falling score; topics that the operator has removed since are left out. */
function showTopics(matches: Match[], topics: Pick<Topic, 'id' | 'name'>[]): ShownTopic[] {
  const names = new Map(topics.map(({ id, name }) => [id, name]));
  return matches
    .flatMap(({ topicId, score, evidence }) => {
      const name = names.get(topicId);
      return name === undefined ? [] : [{ id: topicId, name, score, evidence }];
    })
    .sort((a, b) => b.score - a.score || compareText(a.id, b.id));
}

function showNames(names: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(names).map(([id, name]) => [id, toPlainText(name)]));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
