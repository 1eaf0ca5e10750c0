import type { Researcher, SamplePaper, SampleWeek } from '../../src/demo/sample-week.js';

const WEEK_MS = 7 * 86_400_000;

/** The sample week once more for each of so many weeks, each time with papers of its own and researchers who are read more. */
export function repeatWeek(week: SampleWeek, weeks: number): SampleWeek {
  const numbers = Array.from({ length: weeks }, (_, at) => at);
  return {
    ...week,
    papers: numbers.flatMap((number) => week.papers.map((paper) => movePaper(paper, number))),
    researchers: week.researchers.map((researcher) => moveResearcher(researcher, numbers)),
  };
}

/** A year later by its id, so that no two weeks share one; else by so many weeks. */
function movePaper(paper: SamplePaper, weeks: number): SamplePaper {
  const moved = moveTimes(paper, weeks) as SamplePaper;
  const [month = '', number] = paper.id.split('.');
  const title = (text: string) => `${text}, Part ${weeks + 1}`;
  return {
    ...moved,
    id: `${Number(month) + 100 * weeks}.${number}`,
    title: title(paper.title),
    changes: moved.changes.map((change) => ({
      ...change,
      ...(change.title && { title: title(change.title) }),
    })),
  };
}

function moveResearcher(researcher: Researcher, numbers: number[]): Researcher {
  const [first, ...rest] = researcher.figures;
  const later = numbers.flatMap((weeks) =>
    [first, ...rest].map((figures) => ({
      ...(moveTimes(figures, weeks) as typeof first),
      citations: figures.citations + 9 * weeks,
    })),
  );
  const [earliest = first, ...others] = later.toSorted((a, b) => a.at.localeCompare(b.at));
  return { ...researcher, figures: [earliest, ...others] };
}

/** Every day and moment in it that many weeks later. */
function moveTimes(value: unknown, weeks: number): unknown {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/.test(value)) {
    const moved = new Date(Date.parse(value) + weeks * WEEK_MS).toISOString();
    return value.length === 10 ? moved.slice(0, 10) : moved;
  }
  if (Array.isArray(value)) return value.map((each) => moveTimes(each, weeks));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, moveTimes(each, weeks)]));
}
