import type { IncomingMessage, ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSummaryEndpoint } from '../../src/digest/summary-endpoint.js';
import { createHttpFetcher } from '../../src/fetch/http-fetcher.js';
import type { Deps } from '../../src/jobs/deps.js';
import { freezeEdition } from '../../src/jobs/freeze-edition.js';
import type { Outcome } from '../../src/jobs/job.js';
import { scanSource } from '../../src/jobs/scan-source.js';
import { writeSummaries } from '../../src/jobs/write-summaries.js';
import { createLogger } from '../../src/logger.js';
import { emptyTables, readPage, sighting } from '../store/stage.js';
import { dailyPaper, showDay } from '../support/daily-papers.js';
import { type Behaviour, hangUp, page, silent, status } from '../support/misbehaving-site.js';
import { type JobStage, openStage, runJob } from './stage.js';

const PATH = '/v1/chat/completions';
const KEY = 'sk-A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8';
const DAY = '2026-08-20';
const LANES = 2;

let stage: JobStage;
let deps: Deps;
beforeAll(async () => {
  stage = await openStage(`${DAY}T12:00:00Z`);
  deps = { ...stage.deps, summariser: openSummariser('small-model') };
});
beforeEach(() => emptyTables(stage.database));
afterAll(async () => {
  await Promise.all(deps.summariser?.fetchers.map((fetcher) => fetcher.close()) ?? []);
  await stage.close();
});

/** Little patience is for a model that is to be given up: a busy machine may keep any other waiting. */
function openSummariser(model: string, headersTimeoutMs = 20_000) {
  const { host, url } = stage.site;
  const limits = {
    connectTimeoutMs: 20_000,
    headersTimeoutMs,
    bodyTimeoutMs: 20_000,
    totalTimeoutMs: 20_000,
  };
  const openOne = () =>
    createHttpFetcher({
      userAgent: 'Broadsheet/test',
      hosts: [host],
      openHosts: [host],
      limits: { ...limits, maxBytes: 100_000, maxRedirects: 0 },
      clock: stage.clock,
    });
  const endpoint = createSummaryEndpoint({ address: `${url}/v1/`, model, key: KEY });
  return { endpoint, fetchers: Array.from({ length: LANES }, openOne) };
}

const abstractOf = (number: number) =>
  `Birds are slow to count. We propose Net ${number}, a small network that counts birds in marshes by their song.`;
const answerOf = (number: string) =>
  `Net ${number} counts birds in marshes by their song with a small network.`;

/** News of papers 1 to `count`, none with a summary. */
const seed = (count: number) =>
  readPage(
    stage,
    Array.from({ length: count }, (_, at) => sighting(at + 1, { abstract: abstractOf(at + 1) })),
    { at: `${DAY}T08:00:00Z` },
  );

const write = (given = deps) => runJob(writeSummaries, {}, given);
const asked = () => stage.site.seen.filter(({ path }) => path === PATH).length;
const answers = (behaviour: Behaviour) => stage.site.on(PATH, behaviour);

/** Each paper as the edition would show it, by its number. */
async function edition() {
  const { edition: id } = await runJob(freezeEdition, { cadence: 'daily', date: 'today' }, deps);
  const papers = (await stage.store.edition(id))?.papers ?? [];
  return new Map(papers.map(({ title, summary, summaryBy }) => [title.at(-1), { summary, summaryBy }]));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const complete = (response: ServerResponse, content: string | null) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(
    JSON.stringify({
      object: 'chat.completion',
      choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    }),
  );

/** Sums up each paper, unless it is told what to say. */
const model =
  (say?: string | null): Behaviour =>
  async (request, response) => {
    const number = /We propose Net (\d+)/.exec(await bodyOf(request))?.[1] ?? '';
    complete(response, say === undefined ? answerOf(number) : say);
  };

const failure = async (behaviour: Behaviour, given = deps) => {
  answers(behaviour);
  return write(given).then(
    () => expect.unreachable('the job should have failed'),
    (error: unknown) => error,
  );
};

describe('a language model that answers', () => {
  it('sums up news that no source sums up, marked as its own', async () => {
    await seed(3);
    answers(model());
    expect(await write()).toMatchObject({ model: 'small-model', written: 3, refused: 0, next: [] });
    expect((await edition()).get('2')).toEqual({ summary: answerOf('2'), summaryBy: 'model' });
  });

  it('is asked in its own protocol, with the key and nothing about readers or us', async () => {
    await seed(1);
    const bodies: Promise<string>[] = [];
    answers((request, response) => {
      bodies.push(bodyOf(request));
      complete(response, answerOf('1'));
    });
    const before = stage.site.seen.length;
    await write();
    expect(stage.site.seen[before]).toMatchObject({
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    });
    const { messages, ...rest } = JSON.parse((await bodies[0]) ?? '');
    expect(rest).toEqual({ model: 'small-model', stream: false });
    expect(messages.map(({ role }: { role: string }) => role)).toEqual(['system', 'user']);
    expect(messages[1].content).toBe(`Title: Paper number 1\n\nAbstract: ${abstractOf(1)}`);
  });

  it('is asked once a paper, and again only by another name', async () => {
    await seed(2);
    answers(model());
    const before = asked();
    await write();
    await write();
    expect(asked() - before).toBe(2);
    const summariser = openSummariser('another-model');
    await write({ ...deps, summariser });
    await Promise.all(summariser.fetchers.map((fetcher) => fetcher.close()));
    expect(asked() - before).toBe(4);
  });

  it('is asked no more at once than was allowed', async () => {
    await seed(6);
    const open: (() => void)[] = [];
    let most = 0;
    answers(async (request, response) => {
      const number = /We propose Net (\d+)/.exec(await bodyOf(request))?.[1] ?? '';
      open.push(() => complete(response, answerOf(number)));
      most = Math.max(most, open.length);
      // Nobody is answered until all who may ask have asked.
      if (open.length === LANES) for (const answer of open.splice(0)) answer();
    });
    expect(await write()).toMatchObject({ written: 6 });
    expect(most).toBe(LANES);
  });

  it('is given twenty papers a run, and the rest in the next', async () => {
    await seed(21);
    answers(model());
    expect(await write()).toMatchObject({ written: 20, next: [{ job: 'write-summaries' }] });
    expect(await write()).toMatchObject({ written: 1, next: [] });
  });
});

describe('a language model that answers nonsense', () => {
  it.each([
    ['nothing', null],
    ['an excuse', 'I am sorry, but I cannot help with that.'],
    ['what is not about the paper', 'Bees dance to tell their sisters where flowers bloom in summer.'],
    ['markup', '<b>Net 1</b> counts birds in marshes by their song.'],
    ['without end', 'Net 1 counts birds in marshes by their song. '.repeat(500)],
  ])('is not believed and not asked again when it says %s', async (_what, said) => {
    await seed(1);
    answers(model(said));
    const before = asked();
    expect(await write()).toMatchObject({ written: 0, refused: 1 });
    await write();
    expect(asked() - before).toBe(1);
    expect((await edition()).get('1')).toMatchObject({ summaryBy: 'abstract' });
  });

  it.each([
    ['is no JSON', page('<html><title>Welcome</title><p>It works.</p></html>')],
    ['has another shape', page('{"error":{"message":"no such model"}}')],
    ['is broken', page('{"choices":[{"mess')],
  ])('stops the job, which says what is wrong, when what comes %s', async (_what, behaviour) => {
    await seed(1);
    expect(await failure(behaviour)).toMatchObject({
      retry: 'never',
      message: expect.stringMatching(/summaries\.endpoint: 127\.0\.0\.1:\d+ answers, but not as/),
    });
    expect((await edition()).get('1')).toMatchObject({ summaryBy: 'abstract' });
  });
});

describe('a language model that does not answer', () => {
  it.each<[string, Behaviour, object]>([
    ['asks for patience', status(429, { 'retry-after': '7' }), { retry: 'later', retryAfterMs: 7000 }],
    ['asks for patience without end', status(429), { retry: 'later' }],
    ['hangs up', hangUp(), { retry: 'later' }],
    ['is broken', status(500), { retry: 'later' }],
    ['does not know the key', status(401), { retry: 'never', message: expect.stringContaining('401') }],
    ['is not there', status(404), { retry: 'never', message: expect.stringContaining('404') }],
  ])('is left alone, and no edition waits for it, when it %s', async (_what, behaviour, told) => {
    await seed(8);
    const before = asked();
    const error = await failure(behaviour);
    expect(error).toMatchObject(told);
    expect(asked() - before).toBeLessThanOrEqual(2 + LANES);
    expect(showAll(error)).not.toContain(KEY);
    expect((await edition()).get('8')).toMatchObject({ summaryBy: 'abstract' });
  });

  it('is left alone when it hangs', async () => {
    await seed(8);
    const before = asked();
    const summariser = openSummariser('small-model', 100);
    const error = await failure(silent(), { ...deps, summariser });
    await Promise.all(summariser.fetchers.map((fetcher) => fetcher.close()));
    expect(error).toMatchObject({ retry: 'later', message: expect.stringContaining('did not answer') });
    expect(asked() - before).toBeLessThanOrEqual(2 + LANES);
  });

  it('is asked later for what it did not answer, and for no more', async () => {
    await seed(3);
    let served = 0;
    answers((request, response) => {
      served += 1;
      const behave = served === 1 ? model() : status(429, { 'retry-after': '7' });
      behave(request, response);
    });
    await expect(write()).rejects.toMatchObject({ retryAfterMs: 7000 });
    answers(model());
    expect(await write()).toMatchObject({ written: 2 });
  });
});

/** An error as a person might print it, and as the log does. */
function showAll(error: unknown): string {
  const lines: string[] = [];
  const log = createLogger({
    level: 'info',
    pretty: false,
    destination: { write: (line) => lines.push(line) },
  });
  log.warn({ err: error }, 'failed');
  return `${inspect(error, { depth: 20 })}\n${lines.join('')}`;
}

describe('asking a language model', () => {
  const scan = (given: Deps): Promise<Outcome> =>
    runJob(scanSource, { sourceId: 'hf-daily', scope: { day: DAY }, askedBy: 'test' }, given);
  const follows = { job: 'write-summaries', payload: {} };

  it('follows a scan that found papers, if there is one to ask', async () => {
    showDay(stage.site, DAY, [dailyPaper(1, DAY)]);
    expect((await scan(deps)).next).toContainEqual(follows);
    expect((await scan(stage.deps)).next).not.toContainEqual(follows);
  });

  it('is nothing without one', async () => {
    await seed(1);
    expect(await write(stage.deps)).toEqual({ written: 0, refused: 0 });
  });
});
