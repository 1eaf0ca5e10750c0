import { z } from 'zod';
import { ParseError } from '../../errors.js';
import type { Day } from '../../model/clock.js';
import type { Sighting } from '../../model/paper.js';
import { readArxivId } from './arxiv-id.js';
import { dayOf } from './day-scope.js';
import { dropAbsent } from './drop-absent.js';
import { oneLine } from './one-line.js';
import { webAddress } from './web-address.js';

const SITE = 'https://huggingface.co';

/** Until here the outer `publishedAt` was the moment of submission to Daily Papers; since then it means nothing. */
const OUTER_DATE_ENDS = '2025-03-01';

const Text = z.string().nullish();
const Count = z.number().int().min(0).nullish();
const Moment = z.iso.datetime({ offset: true }).nullish();
const Person = z.object({ fullname: Text, name: Text, user: Text }).nullish();
const Organization = z.object({ fullname: Text, name: Text }).nullish();

/** An entry of Daily Papers, in the API's list as on the page. Unknown keys are let pass, null counts as missing. */
const Entry = z.object({
  paper: z.object({
    id: z.string(),
    title: Text,
    summary: Text,
    authors: z.array(z.object({ name: z.string(), hidden: z.boolean().nullish() })).nullish(),
    publishedAt: Moment,
    submittedOnDailyAt: Moment,
    submittedOnDailyBy: Person,
    upvotes: Count,
    projectPage: Text,
    githubRepo: Text,
    githubStars: Count,
    ai_summary: Text,
    ai_keywords: z.array(z.string()).nullish(),
    organization: Organization,
  }),
  title: Text,
  summary: Text,
  publishedAt: Moment,
  thumbnail: Text,
  numComments: Count,
  submittedBy: Person,
  organization: Organization,
  submitterOrganization: Organization,
});

type Entry = z.infer<typeof Entry>;

/** Where an entry stands: what it does not say itself. */
export interface Place {
  /** From 1. */
  rank: number;
  /** The day of the list, for an entry that does not name it. */
  day: Day | undefined;
}

/** Reads one entry. Raises `ZodError` or `ParseError` saying what is wrong with it. */
export function readHuggingFacePaper(item: unknown, { rank, day }: Place): Sighting {
  const entry = Entry.parse(item);
  const id = readArxivId(entry.paper.id);
  if (id === undefined) throw new ParseError(`paper.id: "${oneLine(entry.paper.id)}" is no arXiv id`);
  const authors = visibleAuthors(entry);
  const statement = {
    ids: { arxiv: id },
    url: `${SITE}/papers/${id}`,
    ...readTexts(entry),
    authors,
    authorCount: authors.length || undefined,
    ...readPeople(entry),
    ...readDates(entry, day),
    rank,
    ...readCounts(entry),
    ...readLinks(entry),
  };
  if (!statement.title && !statement.abstract) throw new ParseError('it has neither title nor abstract');
  return { ...dropAbsent(statement), authors };
}

function readTexts({ paper, ...outer }: Entry) {
  return {
    title: oneLine(paper.title || outer.title || ''),
    abstract: oneLine(paper.summary || outer.summary || ''),
    summary: oneLine(paper.ai_summary ?? ''),
    keywords: [...new Set((paper.ai_keywords ?? []).map(oneLine))].filter((keyword) => keyword !== ''),
  };
}

function visibleAuthors({ paper }: Entry): string[] {
  const visible = (paper.authors ?? []).filter(({ hidden }) => !hidden);
  return visible.map(({ name }) => oneLine(name)).filter((name) => name !== '');
}

function readPeople({ paper, ...outer }: Entry) {
  const organization = paper.organization ?? outer.organization ?? outer.submitterOrganization;
  const institution = nameOf(organization);
  return {
    institutions: institution === undefined ? [] : [institution],
    submitter: nameOf(paper.submittedOnDailyBy ?? outer.submittedBy),
  };
}

function nameOf(who: z.infer<typeof Person> | z.infer<typeof Organization>): string | undefined {
  if (!who) return undefined;
  const user = 'user' in who ? who.user : undefined;
  return oneLine(who.fullname || who.name || user || '') || undefined;
}

/** The outer `publishedAt` is a trap: it never is the paper's date, and says something of the list's day in old entries only. */
function readDates({ paper, publishedAt: outer }: Entry, day: Day | undefined) {
  const submittedOn = outer && outer < OUTER_DATE_ENDS ? dayOf(outer) : undefined;
  return {
    publishedAt: paper.publishedAt ?? undefined,
    featuredOn: dayOf(paper.submittedOnDailyAt) ?? day ?? submittedOn,
  };
}

function readCounts({ paper, numComments }: Entry) {
  return {
    upvotes: paper.upvotes ?? undefined,
    comments: numComments ?? undefined,
    stars: paper.githubStars ?? undefined,
  };
}

function readLinks({ paper, thumbnail }: Entry) {
  const project = webAddress(paper.projectPage);
  const codeUrl = webAddress(paper.githubRepo) ?? (isGitHub(project) ? project : undefined);
  return {
    codeUrl,
    projectUrl: project === codeUrl ? undefined : project,
    thumbnailUrl: webAddress(thumbnail, SITE),
  };
}

function isGitHub(address: string | undefined): boolean {
  return address !== undefined && ['github.com', 'www.github.com'].includes(new URL(address).hostname);
}
