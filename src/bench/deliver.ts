import { generateKeyPairSync } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { BenchOptions } from './bench.js';
import type { Figure } from './figure.js';
import { type Measured, measureDelivery, openSink, type Plan } from './measure-delivery.js';

const READERS = 10_000;
/** The slow ways are measured on fewer mails; their speed does not depend on how many there are. */
const SAMPLES = { mjml: 100, 'ready-html': 2000, 'ready-bytes': 5000 };

/** From `digest send` to the last 250 of a local mail server, against the obvious ways and the most there can be. */
export async function* benchDeliver(options: BenchOptions): AsyncIterable<Figure> {
  const { readers = READERS, signal } = options;
  const sink = await openSink(signal);
  const measure = (plan: Plan) => measureDelivery(plan, sink, options);
  const sample = (way: keyof typeof SAMPLES) => measure({ way, count: Math.min(readers, SAMPLES[way]) });
  try {
    const [byMjml, byHtml, ceiling] = [
      await sample('mjml'),
      await sample('ready-html'),
      await sample('ready-bytes'),
    ];
    const plain = await measure({ way: 'broadsheet', count: readers });
    const few = readers > READERS ? await measure({ way: 'broadsheet', count: READERS }) : undefined;
    const signed = await measure({ way: 'broadsheet', count: readers, dkim: makeKey() });
    const double =
      plain.database === 'PostgreSQL'
        ? await measure({ way: 'broadsheet', count: readers, processes: 2 })
        : undefined;
    yield* tellSpeed({ byMjml, byHtml, ceiling, plain, signed, double });
    yield* tellCost(plain, few);
  } finally {
    await sink.end();
  }
}

interface Ways {
  byMjml: Measured;
  byHtml: Measured;
  ceiling: Measured;
  plain: Measured;
  signed: Measured;
  double: Measured | undefined;
}

function* tellSpeed({ byMjml, byHtml, ceiling, plain, signed, double }: Ways): Iterable<Figure> {
  const obvious = byMjml.speed;
  const sampled = ({ mails }: Measured) => `no ledger; measured on ${count(mails)} mails`;
  const where = `${count(plain.mails)} readers, ${plain.database}, ledger on`;
  yield { ...speedOf('(a) MJML and sendMail per reader', byMjml), note: sampled(byMjml) };
  yield { ...speedOf('(b) sendMail of ready HTML', byHtml), note: sampled(byHtml) };
  yield { ...speedOf('ceiling: SMTPConnection, one ready buffer', ceiling), note: sampled(ceiling) };
  yield { ...speedOf('(c) Broadsheet', plain), obvious, aim: { least: 1000 }, note: where };
  yield ratio('(c) against (a)', plain, byMjml, 20);
  yield ratio('(c) against (b)', plain, byHtml, 4);
  yield { ...speedOf('(d) signed, DKIM RSA-2048', signed), obvious, aim: { least: 350 }, note: where };
  if (!double) return;
  yield { ...speedOf('(e) two worker processes', double), obvious, note: where };
  yield { ...ratio('(e) against (c)', double, plain, 1.5), note: explainBound(double) };
}

const speedOf = (what: string, { speed }: Measured): Figure => ({ what, value: speed, unit: 'mails/s' });

function ratio(what: string, one: Measured, other: Measured, least: number): Figure {
  return { what, value: one.speed / other.speed, unit: '×', aim: { least } };
}

function* tellCost(plain: Measured, few: Measured | undefined): Iterable<Figure> {
  const per = (what: string, cpuMs: number, note: string): Figure => ({
    ...{ what: `processor time of ${what}, each mail of (c)`, value: cpuMs / plain.mails, unit: 'ms', note },
  });
  const embedded = plain.database === 'PGlite' ? 'the database in it' : 'one process';
  yield per('the sender', plain.senderCpuMs, embedded);
  if (plain.databaseCpuMs !== undefined) yield per('PostgreSQL', plain.databaseCpuMs, 'its sessions');
  yield per('the mail server', plain.sinkCpuMs, 'of the bench');
  yield {
    ...{ what: 'SQL statements for each mail', value: plain.statements / plain.mails, unit: 'statements' },
    note: 'of (c), freezing and planning included',
  };
  yield {
    ...{ what: `memory of the sender, ${count(plain.mails)} readers`, value: plain.memory, unit: 'MB' },
    ...(few && { obvious: few.memory }),
    ...(plain.database === 'PostgreSQL' && { aim: { most: 250 } }),
    note: few ? `peak; obvious: with ${count(few.mails)} readers` : `peak, ${embedded}`,
  };
}

/** What keeps two processes from being twice as fast: the processors, when they have nothing left to give. */
function explainBound({ tookMs, senderCpuMs, databaseCpuMs = 0, sinkCpuMs }: Measured): string {
  const cores = availableParallelism();
  const share = (ms: number) => `${((100 * ms) / tookMs).toFixed(0)} %`;
  const busy = (senderCpuMs + databaseCpuMs + sinkCpuMs) / tookMs / cores;
  const parts = `senders ${share(senderCpuMs)}, PostgreSQL ${share(databaseCpuMs)}, mail server ${share(sinkCpuMs)}`;
  return `${busy > 0.85 ? 'bound by the' : 'of'} ${cores} processors: ${parts}`;
}

const count = (number: number) => number.toLocaleString('en');

function makeKey() {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return { domain: 'papers.example.org', selector: 'bench', privateKey };
}
