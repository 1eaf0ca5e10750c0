import type { Profile } from '../../model/paper.js';
import type { AuthorPage as AuthorFacts, AuthorProfile } from '../../store/store.js';
import type { Chart, Point, Unit } from '../charts/chart.js';
import { drawLines } from '../charts/draw-lines.js';
import { sayExactly } from '../charts/say-figure.js';
import { sayMoment } from '../dates.js';
import { type FeedLink, linkFeeds } from '../feeds/feed-links.js';
import { authorHref } from './paper-href.js';
import type { PaperLineView } from './paper-line-view.js';
import { webUrl } from './paper-view.js';
import { saySource } from './source-names.js';

/** Everything that is known of a person who writes papers. */
export interface AuthorPage {
  name: string;
  /** `Computer vision · 35 papers here`. */
  imprint: string;
  feeds: FeedLink[];
  followHref: string;
  profiles: ProfileView[];
  /** What each source says, side by side: a row a figure, a cell a profile. */
  figures: { name: string; cells: string[] }[];
  charts: Chart[];
  institutions?: string;
  papers: PaperLineView[];
  better?: { label: string; href: string };
  further?: { label: string; href: string };
}

/** A person's page at a source. */
export interface ProfileView {
  source: string;
  /** The name there, where it is not the one the page bears. */
  name?: string;
  href?: string;
  orcid?: string;
  /** `read 20 Aug 05:40 UTC`, `not read yet`. */
  age: string;
  /** Read so long ago that it may have moved since. */
  isOld: boolean;
}

export interface AuthorPageFacts {
  author: AuthorFacts;
  papers: PaperLineView[];
  /** From 1. */
  page: number;
  now: Date;
  timeZone: string;
  plain(text: string): string;
  profilePage(profile: { sourceId: string; key: string }): string | undefined;
}

/** Papers on a page. */
export const AUTHOR_PAPERS = 30;

const OLD_MS = 8 * 86_400_000;

type Metric = keyof Profile['metrics'];
const METRICS: readonly [Metric, string, Unit][] = [
  ['hIndex', 'h-index', 'count'],
  ['citations', 'Citations', 'count'],
  ['papers', 'Papers', 'count'],
  ['novelty', 'Novelty', 'share'],
  ['aiScore', 'Score', 'share'],
];

/** Lays out the page of a person. */
export function viewAuthorPage(facts: AuthorPageFacts): AuthorPage {
  const { author, plain, papers } = facts;
  const name = plain(author.name) || 'An author';
  const institutions = author.institutions.map((one) => plain(one.name)).filter((one) => one !== '');
  return {
    name,
    imprint: describeAuthor(author, plain),
    followHref: `/subscribe?author=${author.id}`,
    feeds: linkFeeds(authorHref(author.id), name),
    profiles: author.profiles.map((profile) => viewProfile(profile, name, facts)),
    figures: compareFigures(author.profiles),
    charts: METRICS.flatMap((metric) => drawMetric(author.profiles, metric)),
    ...(institutions.length > 0 && { institutions: institutions.join(', ') }),
    papers,
    ...linkParts(facts),
  };
}

function describeAuthor({ profiles, papers }: AuthorFacts, plain: (text: string) => string): string {
  const fields = [...new Set(profiles.flatMap(({ field }) => (field ? [plain(field)] : [])))];
  return [...fields, papers === 1 ? '1 paper here' : `${papers} papers here`].join(' · ');
}

function viewProfile(
  profile: AuthorProfile,
  shownName: string,
  { now, timeZone, plain, profilePage }: AuthorPageFacts,
): ProfileView {
  const { readAt, sourceId, orcid } = profile;
  const [name, href] = [plain(profile.name), webUrl(profilePage(profile))];
  return {
    source: saySource(sourceId),
    ...(name !== shownName && name !== '' && { name }),
    ...(href && { href }),
    ...(orcid && /^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/.test(orcid) && { orcid }),
    age: readAt ? `read ${sayMoment(readAt, timeZone)} ${timeZone}` : 'not read yet',
    isOld: readAt !== undefined && now.getTime() - readAt.getTime() > OLD_MS,
  };
}

/** The last figure of each source; rows of which no source says anything are left out. */
function compareFigures(profiles: AuthorProfile[]): AuthorPage['figures'] {
  return METRICS.flatMap(([metric, name, unit]) => {
    const last = profiles.map(
      ({ samples }) => samples.findLast((one) => one[metric] !== undefined)?.[metric],
    );
    if (last.every((value) => value === undefined)) return [];
    return [{ name, cells: last.map((value) => (value === undefined ? '–' : sayExactly(value, unit))) }];
  });
}

/** A line a source, where at least one of them was read twice with this figure. */
function drawMetric(profiles: AuthorProfile[], [metric, title, unit]: (typeof METRICS)[number]): Chart[] {
  const series = profiles.map((profile) => ({
    name: saySource(profile.sourceId),
    points: pointsOf(profile, metric),
  }));
  if (!series.some(({ points }) => points.length > 1)) return [];
  const told = series.filter(({ points }) => points.length > 0);
  // Of several lines each bears its name at its end; of a single one the title says whose it is.
  const whose = told.length === 1 && profiles.length > 1 ? `, ${told[0]?.name}` : '';
  const chart = drawLines({ title: `${title}${whose}`, series: told, unit, holds: true });
  return chart ? [chart] : [];
}

/** A figure is kept when it moves: at the last reading it was still the same. */
function pointsOf({ samples, readAt }: AuthorProfile, metric: Metric): Point[] {
  const points = samples.flatMap(({ sampledAt, [metric]: value }) =>
    value === undefined ? [] : [{ at: sampledAt, value }],
  );
  const last = points.at(-1);
  return last && readAt && readAt > last.at ? [...points, { at: readAt, value: last.value }] : points;
}

function linkParts({ author, page }: AuthorPageFacts): Pick<AuthorPage, 'better' | 'further'> {
  const link = (label: string, other: number) => ({
    label,
    href: other > 1 ? `${authorHref(author.id)}?page=${other}` : authorHref(author.id),
  });
  const last = Math.min(author.papers, (page + 1) * AUTHOR_PAPERS);
  return {
    ...(page > 1 && {
      better: link(`${(page - 2) * AUTHOR_PAPERS + 1}–${(page - 1) * AUTHOR_PAPERS}`, page - 1),
    }),
    ...(author.papers > page * AUTHOR_PAPERS && {
      further: link(`${page * AUTHOR_PAPERS + 1}–${last} of ${author.papers}`, page + 1),
    }),
  };
}
