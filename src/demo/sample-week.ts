import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ConfigError } from '../errors.js';

const Moment = z.iso.datetime();
const Text = z.string().min(1);
const Count = z.number().int().min(0);
const Share = z.number().min(0).max(1);
const ArxivId = z.string().regex(/^\d{4}\.\d{5}$/);

const Listing = z.strictObject({ day: z.iso.date(), at: Moment });
const CountsAt = z.strictObject({ at: Moment, upvotes: Count, comments: Count, stars: Count.optional() });
const Told = {
  title: Text,
  abstract: Text,
  summary: Text.optional(),
  keywords: z.array(Text).optional(),
  codeUrl: z.url().optional(),
};
const Change = z
  .strictObject({ at: Moment, ...Told })
  .partial()
  .required({ at: true });

const SamplePaper = z.strictObject({
  id: ArxivId,
  publishedOn: z.iso.date(),
  authors: z.array(Text).min(1),
  hiddenAuthors: z.array(Text).default([]),
  submitter: Text,
  organization: z.strictObject({ name: Text, fullname: Text }).optional(),
  projectUrl: z.url().optional(),
  hasMedia: z.boolean().default(false),
  ...Told,
  changes: z.array(Change).default([]),
  listed: z.array(Listing).min(1),
  counts: z.tuple([CountsAt], CountsAt),
});

const ProfilePaper = z.strictObject({
  id: ArxivId,
  title: Text,
  authors: z.array(Text).min(1),
  publishedOn: z.iso.date(),
  primaryCategory: Text,
  categories: z.array(Text).min(1),
  citations: Count,
  novelty: Share,
  venue: Text.optional(),
  institutions: z.array(Text).default([]),
  summary: Text,
  listedAt: Moment.optional(),
});

const FiguresAt = z.strictObject({
  at: Moment,
  hIndex: Count,
  papers: Count,
  citations: Count,
  novelty: Share,
  aiScore: z.number().min(0).max(100),
});

const Researcher = z.strictObject({
  id: z.number().int().positive(),
  name: Text,
  field: Text,
  topics: z.array(Text),
  since: z.number().int(),
  figures: z.tuple([FiguresAt], FiguresAt),
  papers: z.array(ProfilePaper).min(1),
});

const SampleWeek = z.strictObject({
  about: Text,
  papers: z.array(SamplePaper).min(1),
  researchers: z.array(Researcher),
});

/** A paper of the sample: what is first said of it, what is said later, and its counts over time; oldest first. */
export type SamplePaper = z.infer<typeof SamplePaper>;
export type Researcher = z.infer<typeof Researcher>;
export type ProfilePaper = z.infer<typeof ProfilePaper>;
export type SampleWeek = z.infer<typeof SampleWeek>;

/** Reads and checks the sample week. Raises `ConfigError` naming the place that is wrong. */
export async function readSampleWeek(): Promise<SampleWeek> {
  const text = await readFile(new URL('./sample-week.json', import.meta.url), 'utf8');
  const result = SampleWeek.safeParse(JSON.parse(text));
  if (result.success) return result.data;
  throw new ConfigError(`sample-week.json: ${z.prettifyError(result.error)}`);
}
