import type { NewsPaper } from '../store/store.js';
import { gainedVotes } from './show-paper.js';

/** What sets a paper apart from the others it is ranked with, the strongest first. */
export function findReasons(ranked: readonly NewsPaper[]): (news: NewsPaper) => string[] {
  const leaders: [string, NewsPaper | undefined][] = [
    ['rising fastest today', findLeader(ranked, gainedVotes)],
    ['most votes', findLeader(ranked, ({ counts }) => counts.upvotes)],
    ['most discussed', findLeader(ranked, ({ counts }) => counts.comments)],
  ];
  return (news) => [
    ...leaders.filter(([, leader]) => leader === news).map(([reason]) => reason),
    ...describePaper(news),
  ];
}

/** What can be said of a paper without looking at the others. */
export function describePaper({ paper, listedBy = 1 }: NewsPaper): string[] {
  return [
    ...(paper.codeUrl === undefined ? [] : ['code released']),
    ...(listedBy > 1 ? [`listed by ${NUMBERS[listedBy] ?? listedBy} sources`] : []),
  ];
}

const NUMBERS: Record<number, string> = { 2: 'two', 3: 'three', 4: 'four', 5: 'five', 6: 'six' };

/** The one with the highest count above zero; of several the best ranked. */
function findLeader(
  ranked: readonly NewsPaper[],
  countOf: (news: NewsPaper) => number | undefined,
): NewsPaper | undefined {
  let leader: NewsPaper | undefined;
  for (const news of ranked) {
    if ((countOf(news) ?? 0) > (leader === undefined ? 0 : (countOf(leader) ?? 0))) leader = news;
  }
  return leader;
}
