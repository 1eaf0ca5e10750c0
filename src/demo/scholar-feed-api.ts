import { type Answer, answerError, answerJson } from './answer.js';
import type { ShownResearcher } from './sample-list.js';
import type { ProfilePaper } from './sample-week.js';

const maxLimit = 50;
const topPapers = 10;

/**
 * Answers Scholar Feed's public API below `/api/v1/public`: `/authors/{id}` and `/authors/{id}/papers?limit&page`
 * (page from 1, by rank). Undefined for another path.
 */
export function answerScholarFeed(url: URL, researchers: ShownResearcher[]): Answer | undefined {
  const match = /^\/api\/v1\/public\/authors\/(\d+)(\/papers)?$/.exec(url.pathname);
  if (!match) return undefined;
  const researcher = researchers.find(({ id }) => String(id) === match[1]);
  if (!researcher) return answerJson({ detail: 'Author not found' }, {}, 404);
  return match[2] ? answerPapers(url, researcher) : answerJson(renderProfile(researcher));
}

function answerPapers(url: URL, researcher: ShownResearcher): Answer {
  const limit = Number(url.searchParams.get('limit') ?? 20);
  const page = Number(url.searchParams.get('page') ?? 1);
  const isFine = Number.isInteger(limit) && Number.isInteger(page) && page >= 1;
  if (!isFine || limit < 1 || limit > maxLimit)
    return answerError(422, 'limit must be 1 to 50, page at least 1');
  const papers = renderPapers(researcher.papers).slice((page - 1) * limit, page * limit);
  return answerJson({ papers, total: researcher.papers.length, page, limit });
}

/** `avg_novelty_score` and `ai_score` stand for the figures of the page; the API's own names for them are not known. */
function renderProfile(researcher: ShownResearcher) {
  return {
    id: researcher.id,
    name: researcher.name,
    h_index: researcher.hIndex,
    total_papers: researcher.total,
    total_citations: researcher.citations,
    primary_field: researcher.field,
    research_topics: researcher.topics,
    author_rank_score: researcher.aiScore / 100,
    semantic_scholar_id: null,
    years_active: `${researcher.since}-2026`,
    avg_novelty_score: researcher.novelty,
    ai_score: researcher.aiScore,
    top_papers: renderPapers(researcher.papers).slice(0, topPapers),
  };
}

function renderPapers(papers: ProfilePaper[]) {
  return papers.map((paper, index) => ({
    arxiv_id: paper.id,
    title: paper.title,
    authors: paper.authors,
    year: Number(paper.publishedOn.slice(0, 4)),
    published_date: paper.publishedOn,
    categories: paper.categories,
    primary_category: paper.primaryCategory,
    citation_count: paper.citations,
    has_code: false,
    venue_name: paper.venue ?? null,
    llm_summary: paper.summary,
    llm_novelty_score: paper.novelty,
    impact_pct: null,
    rank_score: Math.round((1 - index / papers.length) * 1000) / 1000,
    institution_tags: paper.institutions,
  }));
}
