import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { IANAZone } from 'luxon';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { type Environment, readEnvironment } from './environment.js';
import { ConfigError } from './errors.js';
import type { LinkedProfiles } from './model/author.js';

const shippedDir = fileURLToPath(new URL('../config', import.meta.url));

const TimeZone = z
  .string()
  .refine((name) => IANAZone.isValidZone(name), 'an IANA time zone such as Europe/Paris');
const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as "04:00"');
const Kebab = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens');
const Count = z.number().int().positive();
const Weight = z.number().min(0);

const Gap = z.union(
  [z.number().int().min(0), z.strictObject({ page: z.number().int().min(0), api: z.number().int().min(0) })],
  'milliseconds such as 2000, or { page: 4000, api: 1000 }',
);
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

const Settings = z.strictObject({
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
    replyTo: z.string().regex(/^$|^[^\p{Cc}]*@[^\p{Cc}]+$/u, 'an address such as paper@example.org'),
    dkim: Dkim,
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
  web: z.strictObject({ loginAttempts: Count, subscribesPerHour: Count, sessionHours: Count }),
});

const SourceEntries = z.array(
  z.strictObject({
    id: Kebab,
    baseUrl: z
      .url({ protocol: /^https?$/, error: 'an address such as https://example.org' })
      .transform((url) => url.replace(/\/+$/, ''))
      .optional(),
    schedule: z.string().min(1),
    scopes: z.array(z.record(z.string(), z.string())).default([]),
    reserve: z.number().int().min(0).optional(),
  }),
);

const Authors = z.array(
  z
    .strictObject({ name: z.string().min(1), profiles: z.record(Kebab, z.string().min(1)) })
    .transform(({ name, profiles }) => ({
      name,
      profiles: Object.entries(profiles).map(([sourceId, key]) => ({ sourceId, key })),
    })),
);

const Topics = z.array(
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

export type Settings = z.infer<typeof Settings>;
export type SourceEntry = z.infer<typeof SourceEntries>[number];
type TopicEntry = z.infer<typeof Topics>[number];

/** Everything the program is told, checked once and frozen. Built by `loadConfig`; nothing else reads files or the environment. */
export interface Config extends Settings {
  sources: SourceEntry[];
  topics: TopicEntry[];
  /** People whose profiles on several sites are one author. */
  authors: LinkedProfiles[];
  environment: Environment;
}

/**
 * Reads `config/` (or `CONFIG_DIR`, whose files replace those of the same name; its default.yaml is laid over the
 * shipped one) and the environment. Raises `ConfigError` naming file, path, what was found and what was expected.
 */
export async function loadConfig(variables: NodeJS.ProcessEnv): Promise<Config> {
  const environment = readEnvironment(variables);
  const own = environment.CONFIG_DIR;
  if (own) await expectFolder(own);
  const [base, laidOver, sources, topics, authors] = await Promise.all([
    readYaml(join(shippedDir, 'default.yaml')),
    own ? readYaml(join(own, 'default.yaml')) : undefined,
    readChosen(own, 'sources.yaml', SourceEntries),
    readChosen(own, 'topics.yaml', Topics),
    readChosen(own, 'authors.yaml', Authors),
  ]);
  const file = laidOver === undefined ? 'default.yaml' : join(own ?? '', 'default.yaml');
  const settings = check(Settings, layOver(base, laidOver ?? {}), file);
  return deepFreeze({ ...settings, sources, topics, authors, environment });
}

/** A misspelt folder would otherwise pass for an empty one, and the defaults for the operator's settings. */
async function expectFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw new ConfigError(`environment: CONFIG_DIR: ${folder} is not a folder`);
}

async function readChosen<T>(own: string | undefined, name: string, schema: z.ZodType<T>): Promise<T> {
  const ownFile = own ? join(own, name) : undefined;
  const found = ownFile ? await readYaml(ownFile) : undefined;
  if (found !== undefined && ownFile) return check(schema, found, ownFile);
  return check(schema, await readYaml(join(shippedDir, name)), name);
}

async function readYaml(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && !file.startsWith(shippedDir)) return undefined;
    throw new ConfigError(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code})`, {
      cause: error,
    });
  }
  const document = parseDocument(text, { prettyErrors: true });
  const [first] = document.errors;
  if (first) throw new ConfigError(`${file}: ${first.message}`);
  return document.toJS() ?? {};
}

function layOver(base: unknown, over: unknown): unknown {
  if (!isPlainObject(base) || !isPlainObject(over)) return over;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over))
    merged[key] = key in base ? layOver(base[key], value) : value;
  return merged;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Checks a value against a schema; the error names file, path, expected and found. */
function check<T>(schema: z.ZodType<T>, value: unknown, file: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (!issue) throw new ConfigError(`${file}: not valid`);
  throw new ConfigError(`${file}: ${describe(issue, value)}`);
}

function describe(issue: z.core.$ZodIssue, value: unknown): string {
  const path = issue.path.length > 0 ? issue.path.map(String).join('.') : '(top level)';
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => [...issue.path, key].join('.')).join(', ');
    return `unknown key ${keys}; expected only the keys shown in config/`;
  }
  const found = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)?.[key], value);
  return `${path}: expected ${expectation(issue)}, found ${found === undefined ? 'nothing' : JSON.stringify(found)}`;
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return issue.expected;
  if (issue.code === 'invalid_value') return `one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'too_small') return `at least ${String(issue.minimum)}`;
  if (issue.code === 'too_big') return `at most ${String(issue.maximum)}`;
  return issue.message;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deepFreeze(inner);
    Object.freeze(value);
  }
  return value;
}
