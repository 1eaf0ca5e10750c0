import { z } from 'zod';
import { partOf } from './paging.js';

const Moment = z.iso.datetime();
const Day = z.iso.date();
const Count = z.number().int().min(0);
const Cadence = z.enum(['daily', 'weekly']);
const Text = z.string();

const FiledUnder = z.object({
  id: Text,
  name: Text,
  score: z.number().describe('How sure it is, 0–1'),
  evidence: z.array(Text).describe('The phrases that weighed most'),
});

const shownPaper = {
  id: z.guid(),
  ids: z.record(Text, Text).describe('Ids by scheme, e.g. {"arxiv": "2503.20561"}'),
  title: Text,
  authors: z.array(Text),
  authorCount: Count.describe('The number the page states; some authors may be hidden'),
  linkedAuthors: z.array(z.object({ id: z.guid(), name: Text })).describe('Those with a profile here'),
  summary: Text.optional(),
  summaryBy: z
    .enum(['source', 'model', 'abstract'])
    .optional()
    .describe('Whose words the summary is made of'),
  abstract: Text.optional(),
  url: Text.optional(),
  pdfUrl: Text.optional(),
  codeUrl: Text.optional(),
  discussionUrl: Text.optional(),
  stars: Count.optional(),
  upvotes: Count.optional(),
  gained: Count.optional().describe('Votes gained since yesterday'),
  comments: Count.optional(),
  topics: z.array(FiledUnder),
};

export const Paper = z.object({
  ...shownPaper,
  firstSeenAt: Moment,
  featuredOn: Day.optional().describe('The last day in whose list it stands'),
  publishedAt: Text.optional(),
  projectUrl: Text.optional(),
  keywords: z.array(Text),
  categories: z.array(Text),
  version: Count.optional(),
  withdrawn: z.literal(true).optional(),
});

export const PaperWithHistory = Paper.extend({
  listings: z.array(z.object({ sourceId: Text, day: Day })).describe('The days in whose list it stands'),
  sightings: z
    .array(
      z.object({
        sourceId: Text,
        seenAt: z.iso.datetime({ offset: true }),
        upvotes: Count.optional(),
        comments: Count.optional(),
        stars: Count.optional(),
      }),
    )
    .describe('Counts over time, oldest first; one only where a count moved'),
});

export const SearchList = partOf(Paper).extend({
  words: z.array(Text).describe('What was looked for; mistyped words are mended'),
  total: Count.optional().describe('How many there are in all; absent when they are too many to be counted'),
  otherwise: Text.optional().describe(
    'How they were found, when no paper holds the words as they were typed',
  ),
});

export const RankedPaper = z.object({
  ...shownPaper,
  rank: z.number().int().min(1),
  score: z.number(),
  reasons: z.array(Text).describe('Why it stands where it does'),
  revised: z.boolean().describe('It was known before and has changed'),
});

export const Topic = z.object({ id: Text, name: Text });

export const Author = z.object({
  id: z.guid(),
  name: Text,
  sources: z.array(Text).describe('Where there is a profile'),
  papers: Count,
});

const Sample = z.object({
  sampledAt: z.iso.datetime({ offset: true }),
  hIndex: Count.optional(),
  citations: Count.optional(),
  papers: Count.optional(),
  novelty: z.number().optional(),
  aiScore: z.number().optional(),
});

export const AuthorWithProfiles = Author.extend({
  papersUrl: Text.describe('Where the papers are listed'),
  profiles: z.array(
    z.object({
      sourceId: Text,
      key: Text,
      name: Text,
      field: Text.optional(),
      samples: z.array(Sample).describe('Figures over time, oldest first; one only where a figure moved'),
    }),
  ),
});

export const TrendingList = partOf(RankedPaper).extend({
  period: z.enum(['day', 'week', 'month']),
  until: Day.optional().describe('The last day of the list; absent while nothing has been read'),
});

const edition = {
  id: z.guid(),
  cadence: Cadence,
  date: Day,
  number: Count,
  frozenAt: Moment,
  missing: z.array(Text).describe('Sources that had not been read when it was frozen'),
};

export const EditionHead = z.object({ ...edition, paperCount: Count, url: Text });
export const Edition = z.object({ ...edition, papers: z.array(RankedPaper) });

const Outcome = z.enum([
  'ok',
  'unchanged',
  'skipped',
  'resting',
  'failed',
  'quarantined',
  'blocked',
  'forbidden',
]);

export const SourceState = z.object({
  id: Text,
  schedule: Text.describe('Cron line'),
  scopes: z.array(z.record(Text, Text)).describe('What the schedule reads'),
  outcome: Outcome.optional().describe('Of the last scan; absent before the first one'),
  reason: Text.optional(),
  warning: Text.optional(),
  lastScanAt: Moment.optional(),
  lastGoodAt: Moment.optional(),
  failingSince: Moment.optional(),
});

export const Scan = z.object({
  id: Text,
  sourceId: Text,
  scope: z.record(Text, Text),
  startedAt: Moment,
  finishedAt: Moment,
  outcome: Outcome,
  reason: Text.optional(),
  warning: Text.optional(),
  askedBy: Text,
  counts: z.record(Text, Count),
});

const ScanChange = z.object({
  paperId: z.guid(),
  title: Text,
  kind: z.enum(['new', 'revised', 'gone']),
  news: z.boolean().describe('Readers hear of it'),
  fields: z.array(Text).describe('What was revised'),
});

export const Reingest = z.object({
  url: Text.describe('Where to look how far it is'),
  sourceId: Text,
  askedAt: Moment,
  state: z.enum(['reading', 'done']),
  readings: z.array(
    z.object({
      scope: z.record(Text, Text),
      state: z.enum(['reading', 'done']),
      scan: Scan.optional(),
    }),
  ),
});

const State = z.enum(['planned', 'claimed', 'sending', 'sent', 'refused', 'unknown', 'skipped']);

export const Delivery = z.object({
  subscriberId: z.guid(),
  address: Text.describe('Masked: r…@example.org'),
  state: State,
  dueAt: Moment,
  attempts: Count,
  papers: Count,
  reason: Text.optional(),
  finishedAt: Moment.optional(),
});

export const DeliveryList = partOf(Delivery).extend({
  counts: z.record(State, Count).describe('Of the whole edition'),
  halt: z.enum(['paused', 'stopped']).optional(),
});

export const Subscription = z.object({ status: z.literal('accepted'), message: Text });

/** What the document calls them. */
export const components = {
  Paper,
  PaperWithHistory,
  RankedPaper,
  PaperList: partOf(Paper),
  SearchList,
  Topic,
  TopicList: z.object({ items: z.array(Topic) }),
  Author,
  AuthorWithProfiles,
  AuthorList: partOf(Author),
  TrendingList,
  Edition,
  EditionHead,
  EditionList: partOf(EditionHead),
  SourceState,
  SourceList: z.object({ items: z.array(SourceState) }),
  Scan,
  ScanList: partOf(Scan),
  ScanChange,
  ChangeList: partOf(ScanChange),
  Reingest,
  Delivery,
  DeliveryList,
  Subscription,
};

export { Cadence, Day, Outcome, State };
