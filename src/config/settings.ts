import { IANAZone } from 'luxon';
import { z } from 'zod';

const TimeZone = z
  .string()
  .refine((name) => IANAZone.isValidZone(name), 'an IANA time zone such as Europe/Paris');
const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as "04:00"');
const Kebab = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens');
const Count = z.number().int().positive();
const Weight = z.number().min(0);
const Share = z.number().min(0);

const Gap = z.union(
  [z.number().int().min(0), z.strictObject({ page: z.number().int().min(0), api: z.number().int().min(0) })],
  'milliseconds such as 2000, or { page: 4000, api: 1000 }',
);
/** Days; what the program itself still looks back at is not to be had for less. */
const keptFor = (least: number) =>
  z
    .number()
    .int()
    .refine((days) => days === 0 || days >= least, `days, at least ${least}, or 0 to keep it for good`);
const Endpoint = z
  .string()
  .refine(isEndpoint, "an address such as http://127.0.0.1:11434/v1 without a key in it, or '' for none");

/** A domain, or host and port, in lower case. */
const HOST = /^([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(:\d{1,5})?$/;
const Gaps = z
  .object({ default: Gap })
  .catchall(Gap)
  .superRefine((gaps, context) => {
    const odd = Object.keys(gaps).find((name) => !HOST.test(name));
    if (odd === undefined) return;
    context.addIssue({ code: 'custom', path: [odd], message: 'a domain such as example.org as the key' });
  });

const RateNumber = z.number().min(0);
const Rate = z.strictObject({ perSecond: RateNumber, perHour: RateNumber });
const Rates = Rate.extend({
  perDomain: Rate,
  domains: z
    .record(
      z.string(),
      Rate.partial().transform(({ perSecond = 0, perHour = 0 }) => ({ perSecond, perHour })),
    )
    .superRefine((domains, context) => {
      const odd = Object.keys(domains).find((name) => !HOST.test(name) || name.includes(':'));
      if (odd === undefined) return;
      context.addIssue({ code: 'custom', path: [odd], message: 'a domain such as example.org as the key' });
    }),
});

const Dkim = z
  .strictObject({ domain: z.string(), selector: z.string(), keyFile: z.string() })
  .refine(
    ({ domain, selector, keyFile }) =>
      [domain, selector, keyFile].every((given) => (given === '') === (keyFile === '')),
    'domain, selector and keyFile, all of them or none',
  )
  .refine(
    ({ domain, selector }) =>
      [domain, selector].every((name) => /^([a-z0-9_-]+(\.[a-z0-9_-]+)*)?$/i.test(name)),
    'a domain such as example.org and a selector such as mail2026',
  );

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

/** What default.yaml may hold. */
export const Settings = z.strictObject({
  site: z.strictObject({ title: z.string().min(1), postalAddress: z.string(), contact: z.string() }),
  fetch: z.strictObject({
    connectTimeoutMs: Count,
    headersTimeoutMs: Count,
    bodyTimeoutMs: Count,
    totalTimeoutMs: Count,
    maxBytes: Count,
    maxRedirects: z.number().int().min(0),
    allowHosts: z.array(z.string().min(1)),
    gaps: Gaps,
  }),
  editions: z.strictObject({
    days: z.array(z.enum(WEEKDAYS)).min(1),
    freezeAt: TimeOfDay,
    timeZone: TimeZone,
    lookback: Count,
    fillIn: z.number().int().min(0),
  }),
  trending: z.strictObject({
    votes: Weight,
    velocity: Weight,
    comments: Weight,
    code: Weight,
    sources: Weight,
    freshness: Weight,
    ageDecay: z.number().gt(0).max(1),
  }),
  summaries: z
    .strictObject({ endpoint: Endpoint, model: z.string(), concurrency: Count.max(16), timeoutMs: Count })
    .superRefine(({ endpoint, model }, context) => {
      if (endpoint === '' || model.trim() !== '') return;
      context.addIssue({ code: 'custom', path: ['model'], message: 'the name of a model at the endpoint' });
    }),
  readers: z.strictObject({
    hour: z.number().int().min(0).max(23),
    timeZone: TimeZone,
    maxPapers: z.number().int().min(5).max(50),
  }),
  mail: z.strictObject({
    inFlight: Count,
    batch: Count,
    leaseSeconds: Count,
    maxHtmlBytes: Count,
    replyTo: z.string().regex(/^$|^[^@\p{Cc}]*@[^\p{Cc}]+$/u, 'an address such as paper@example.org'),
    dkim: Dkim,
    lanes: Count,
    rates: Rates,
  }),
  alarms: z.strictObject({
    sourceHours: Share.max(8760),
    editionMinutes: Count,
    overdueMinutes: Count,
    refusedShare: Share.max(1),
    refusedLeast: Count,
    complaintShare: z.number().min(0.0001).max(1),
    queueMinutes: Count,
    diskFree: Share.max(1),
    redisFree: Share.max(1),
    heartbeatUrl: z
      .string()
      .refine(isBeatAddress, "an address such as https://beat.example.org/abc, or '' for none"),
  }),
  retention: z.strictObject({
    scans: keptFor(30),
    sightings: keptFor(7),
    profiles: keptFor(30),
    deliveries: keptFor(60),
    bounces: keptFor(30),
    letters: keptFor(30),
    pages: keptFor(7),
    summaries: keptFor(30),
    audit: keptFor(30),
  }),
  jobs: z.strictObject({
    concurrency: z.strictObject({
      'scan-source': Count,
      'visit-source': Count,
      'write-summaries': Count,
      'freeze-edition': Count,
      'deliver-batch': Count,
      'send-letter': Count,
      'keep-watch': Count,
    }),
  }),
  web: z.strictObject({
    loginAttempts: Count,
    subscribesPerHour: Count,
    sessionHours: Count,
    apiPerMinute: Count,
    apiPerMinuteWithToken: Count,
    cacheSeconds: z.number().min(0).max(60),
    cacheMegabytes: z.number().min(0),
    metrics: z.enum(['open', 'token', 'off']),
  }),
});

/** What sources.yaml may hold. */
export const SourceEntries = z.array(
  z.strictObject({
    id: Kebab,
    baseUrl: z
      .url({ protocol: /^https?$/, error: 'an address such as https://example.org' })
      .transform((url) => url.replace(/(?<!\/)\/+$/, ''))
      .optional(),
    schedule: z.string().min(1),
    scopes: z.array(z.record(z.string(), z.string())).default([]),
    reserve: z.number().int().min(0).optional(),
  }),
);

/** What authors.yaml may hold. */
export const Authors = z.array(
  z
    .strictObject({ name: z.string().min(1), profiles: z.record(Kebab, z.string().min(1)) })
    .transform(({ name, profiles }) => ({
      name,
      profiles: Object.entries(profiles).map(([sourceId, key]) => ({ sourceId, key })),
    })),
);

/** What topics.yaml may hold. */
export const Topics = z.array(
  z.strictObject({
    id: Kebab,
    name: z.string().min(1),
    threshold: z.number().min(0).max(1).default(0.5),
    terms: z.record(z.string().min(1), z.number().gt(0).max(1)),
    without: z.array(z.string().min(1)).default([]),
  }),
);

/** The key belongs in the environment, where it is kept out of logs. */
function isEndpoint(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isBare = url?.username === '' && url.password === '' && url.search === '';
  return address === '' || (isBare && /^https?:$/.test(url.protocol));
}

function isBeatAddress(address: string): boolean {
  return address === '' || (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol));
}

export type Settings = z.infer<typeof Settings>;
export type SourceEntry = z.infer<typeof SourceEntries>[number];
export type TopicEntry = z.infer<typeof Topics>[number];
