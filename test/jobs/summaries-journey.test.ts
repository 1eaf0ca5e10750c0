import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app.js';
import { loadConfig } from '../../src/config.js';
import { ConfigError } from '../../src/errors.js';
import { freezeEdition } from '../../src/jobs/freeze-edition.js';
import { scanSource } from '../../src/jobs/scan-source.js';
import { writeSummaries } from '../../src/jobs/write-summaries.js';
import { createLogger } from '../../src/logger.js';
import { DAY, type Installation, makeInstallation } from '../commands/installation.js';
import { type MisbehavingSite, openMisbehavingSite, status } from '../support/misbehaving-site.js';

const KEY = 'sk-A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8';
const JOBS = ['scan-source', 'write-summaries', 'freeze-edition'];

let endpoint: MisbehavingSite;
let installation: Installation;
const lines: string[] = [];
beforeAll(async () => {
  endpoint = await openMisbehavingSite();
  const summaries = { endpoint: `${endpoint.url}/v1`, model: 'small-model' };
  installation = await makeInstallation({ summaries });
});
afterAll(async () => {
  await endpoint.close();
  await installation.close();
});

/** The whole program, while `use` runs. */
async function withProgram<T>(variables: NodeJS.ProcessEnv, use: (app: App) => Promise<T>): Promise<T> {
  const config = await loadConfig({ ...installation.variables, ...variables });
  const logger = createLogger({
    level: 'trace',
    pretty: false,
    destination: { write: (line) => lines.push(line) },
  });
  const app = await createApp(config, { logger, run: JOBS });
  return use(app).finally(() => app.close());
}

/** Says the first sentence of the abstract it is shown. */
const parrot = () =>
  endpoint.on('/v1/chat/completions', (request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const asked = JSON.parse(body).messages[1].content;
      const content = /Abstract: (.*?[.!?])(?: |$)/.exec(asked)?.[1];
      response.writeHead(200).end(JSON.stringify({ choices: [{ message: { content } }] }));
    });
  });

const write = async ({ queue }: App) =>
  (await queue.enqueue(writeSummaries.with({}), { attempts: 1 })).ended();

const read = async ({ queue }: App) => {
  const scan = scanSource.with({ sourceId: 'hf-daily', scope: { day: DAY }, force: true, askedBy: 'test' });
  await (await queue.enqueue(scan)).ended();
};

describe('the program with a language model at a private address', () => {
  it('never tells the key, also when the model does not know it', async () => {
    endpoint.on('/v1/chat/completions', status(401));
    await withProgram({ SUMMARIES_KEY: KEY }, async (app) => {
      await read(app);
      await expect(write(app)).rejects.toThrow('401');
    });
    expect(lines.join('')).toContain('write-summaries failed');
    expect(lines.join('')).not.toContain(KEY);
  });

  it('shows what the model says of the papers that no source sums up, in the next edition', async () => {
    parrot();
    const before = endpoint.seen.length;
    const papers = await withProgram({ SUMMARIES_KEY: KEY }, async (app) => {
      await read(app);
      // The scan has asked for it already; this is that run, or the one after it.
      await write(app);
      const call = freezeEdition.with({ cadence: 'daily', date: 'today' });
      const { edition } = (await (await app.queue.enqueue(call)).ended()) as { edition: string };
      return (await app.deps.store.edition(edition))?.papers ?? [];
    });
    const by = papers.map(({ summaryBy }) => summaryBy);
    expect(by).toContain('source');
    expect(by).toContain('model');
    expect(endpoint.seen.every(({ headers }) => headers.authorization === `Bearer ${KEY}`)).toBe(true);
    expect(endpoint.seen).toHaveLength(before + by.filter((each) => each !== 'source').length);
    expect(lines.join('')).not.toContain(KEY);
  });
});

describe('the settings of the language model', () => {
  const load = async (summaries: object, variables: NodeJS.ProcessEnv = {}) => {
    const own = await makeInstallation({ summaries });
    return loadConfig({ ...own.variables, ...variables })
      .catch((error: unknown) => error)
      .finally(own.close);
  };

  it.each<[string, object, string]>([
    [
      'no address',
      { endpoint: 'localhost', model: 'm' },
      'summaries.endpoint: expected an address such as http://',
    ],
    ['a key in it', { endpoint: 'https://u:sk-1@h.example/v1', model: 'm' }, 'without a key in it'],
    ['no model', { endpoint: 'http://127.0.0.1:1/v1' }, 'summaries.model: expected the name of a model'],
    ['no lane', { concurrency: 0 }, 'summaries.concurrency'],
  ])('are refused with %s', async (_what, summaries, message) => {
    const error = await load(summaries);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as Error).message).toContain(message);
  });

  it('hold the key in the environment, and never repeat a wrong one', async () => {
    expect(await load({}, { SUMMARIES_KEY: KEY })).toMatchObject({ environment: { SUMMARIES_KEY: KEY } });
    const error = (await load({}, { SUMMARIES_KEY: 'two words' })) as Error;
    expect(error.message).toBe('environment: SUMMARIES_KEY: expected a key without spaces or line breaks');
  });
});
