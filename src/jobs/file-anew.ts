import type { Store } from '../store/store.js';
import type { Deps } from './deps.js';

type Needs = Pick<Deps, 'classifier' | 'topics'> & {
  store: Pick<Store, 'countPapers' | 'papersToFile' | 'saveFiling'>;
};

const PAPERS_AT_ONCE = 200;

/** How far filing anew has come. */
export interface Filing {
  papers: number;
  filed: number;
  withoutTopic: number;
}

/**
 * Files all stored papers under topics anew, a batch a transaction, so that the program goes on beside it. It may be
 * stopped and run again. Frozen editions are left as they are.
 */
export async function fileAnew(
  { store, classifier, topics }: Needs,
  signal: AbortSignal,
  tell: (done: number, total: number) => void,
): Promise<Filing> {
  const total = await store.countPapers();
  const filing: Filing = { papers: 0, filed: 0, withoutTopic: 0 };
  for (let after: string | undefined; ; ) {
    signal.throwIfAborted();
    const papers = await store.papersToFile({ limit: PAPERS_AT_ONCE, ...(after && { after }) });
    after = papers.at(-1)?.id;
    if (after === undefined) return filing;
    const matches = await classifier.classify(papers, topics);
    filing.papers += papers.length;
    filing.filed += await store.saveFiling({ papers, matches, classifierId: classifier.id });
    filing.withoutTopic += papers.length - new Set(matches.map(({ paperId }) => paperId)).size;
    tell(filing.papers, Math.max(total, filing.papers));
  }
}
