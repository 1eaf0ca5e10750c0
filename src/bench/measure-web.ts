import type { Database } from '../store/database.js';
import type { BenchOptions } from './bench.js';
import type { DriveOrder, DriveReport } from './drive-orders.js';
import type { Figure } from './figure.js';
import { type Aside, runAside } from './run-aside.js';
import type { RunningServer } from './run-server.js';
import type { WebInstallation } from './web-installation.js';

/** Requests a second that a busy site of its size gets, and how long the slowest in a hundred may take. */
const RATE = 200;
const MOST_MS = 50;
/** What the front page takes while nothing changes. */
const LEAST_UNCHANGED = 1000;
const SECONDS = 10;
const CONNECTIONS = 20;
/** Different addresses of one kind: more than a bench asks for in its time, so that few are asked for twice. */
const DIFFERENT = 2500;

interface Route {
  what: string;
  paths: string[];
}

/** Asks the program for what there is, with the cache that it has by default and then without any. */
export async function* measureWeb(
  installation: WebInstallation,
  options: BenchOptions,
): AsyncIterable<Figure> {
  const routes = await listRoutes(installation.database);
  const aside = runAside('drive', options.signal);
  await aside.ask(undefined, 'ready');
  const seconds = options.seconds ?? SECONDS;
  const measure = (web: Record<string, number>) =>
    measureServer(installation, web, { aside, routes, seconds, options });
  try {
    const bare = await measure({ cacheMegabytes: 0 });
    const here = await measure({});
    for (const [at, { what, paths }] of routes.entries())
      yield describeRate(what, paths.length, here.rates[at], bare.rates[at]);
    yield describeMost('/ as often as it goes', here.plain, bare.plain);
    yield describeMost('/ to those who have it', here.known, bare.known);
  } finally {
    await aside.end();
  }
}

/** The database is asked before the program has it for its own. */
async function listRoutes(database: Database): Promise<Route[]> {
  const rows = await database.query<{ id: string; title: string }>(
    `SELECT id, title FROM papers ORDER BY md5(id::text) LIMIT ${DIFFERENT}`,
  );
  return [
    { what: '/', paths: ['/'] },
    { what: '/papers/:id', paths: rows.map(({ id }) => `/papers/${id}`) },
    { what: '/api/v1/papers', paths: ['/api/v1/papers'] },
    { what: '/feed.xml', paths: ['/feed.xml'] },
    {
      what: '/papers?q=',
      paths: rows.map(({ title }) => `/papers?q=${encodeURIComponent(title.slice(0, 20))}`),
    },
  ];
}

interface Measuring {
  aside: Aside;
  routes: Route[];
  seconds: number;
  options: BenchOptions;
}

interface Measured {
  rates: DriveReport[];
  plain: DriveReport;
  known: DriveReport;
}

async function measureServer(
  installation: WebInstallation,
  web: Record<string, number>,
  { aside, routes, seconds, options }: Measuring,
): Promise<Measured> {
  const server = await installation.serve(web, options.signal);
  try {
    const drive = (order: Omit<DriveOrder, 'kind' | 'origin' | 'connections'>) =>
      aside.ask<DriveReport>(
        { kind: 'drive', origin: server.origin, connections: CONNECTIONS, ...order } satisfies DriveOrder,
        'driven',
      );
    const rates: DriveReport[] = [];
    for (const [at, { paths }] of routes.entries()) {
      options.signal.throwIfAborted();
      const requests = paths.map((path) => ({ path }));
      // A second of it warms the program and the database.
      if (seconds > 1) await drive({ requests: requests.slice(-RATE), seconds: 1, rate: RATE });
      rates.push(await drive({ requests, seconds, rate: RATE }));
      options.tell(at + 1, routes.length, `addresses${'cacheMegabytes' in web ? ' without a cache' : ''}`);
    }
    const plain = await drive({ requests: [{ path: '/' }], seconds });
    const headers = { 'if-none-match': await readTag(server) };
    return { rates, plain, known: await drive({ requests: [{ path: '/', headers }], seconds }) };
  } finally {
    await server.end();
  }
}

async function readTag({ origin }: RunningServer): Promise<string> {
  const answer = await fetch(origin);
  await answer.arrayBuffer();
  return answer.headers.get('etag') ?? '"none"';
}

function describeRate(what: string, different: number, here?: DriveReport, bare?: DriveReport): Figure {
  return {
    what: `p99 of ${what} at ${RATE} requests/s`,
    value: isAnswered(here) ? here.p99 : Number.POSITIVE_INFINITY,
    unit: 'ms',
    ...(isAnswered(bare) && { obvious: bare.p99 }),
    aim: { most: MOST_MS },
    note: `${different === 1 ? 'one address' : `${different.toLocaleString('en')} addresses in turn`}; here ${tellReport(here)}; without a cache ${tellReport(bare)}`,
  };
}

function describeMost(what: string, here: DriveReport, bare: DriveReport): Figure {
  return {
    what,
    value: here.perSecond,
    unit: 'requests/s',
    obvious: bare.perSecond,
    aim: { least: LEAST_UNCHANGED },
    note: `here ${tellReport(here)}; without a cache ${tellReport(bare)}`,
  };
}

/** What failed quickly is not quick. */
function isAnswered(report?: DriveReport): report is DriveReport {
  return report !== undefined && Object.keys(report.statuses).join() === '200' && report.errors === 0;
}

/** `200/s, p50 1 ms, 2,000 × 200`; what was answered otherwise than asked is told in the same words. */
function tellReport(report?: DriveReport): string {
  if (report === undefined) return 'not measured';
  const { perSecond, p50, p99, statuses, errors } = report;
  const answers = Object.entries(statuses).map(
    ([status, count]) => `${count.toLocaleString('en')} × ${status}`,
  );
  return [
    `${Math.round(perSecond).toLocaleString('en')}/s, p50 ${p50}, p99 ${p99} ms: ${answers.join(', ') || 'no answer'}`,
    ...(errors > 0 ? [`${errors} errors`] : []),
  ].join(', ');
}
