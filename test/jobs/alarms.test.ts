import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openMeasures } from '../../src/app/open-measures.js';
import type { Deps } from '../../src/jobs/deps.js';
import { freezeEdition } from '../../src/jobs/freeze-edition.js';
import { keepWatch } from '../../src/jobs/keep-watch.js';
import type { QueueState } from '../../src/jobs/measures.js';
import { createSmtpTransport } from '../../src/mail/smtp.js';
import type { Transport } from '../../src/mail/transport.js';
import { emptyTables } from '../store/stage.js';
import { quiet } from '../support/deps.js';
import { type Behaviour, openSmtpInbox, type SmtpInbox } from '../support/smtp-inbox.js';
import { type JobStage, openStage, runJob } from './stage.js';

/** A Friday after the freeze. */
const NOON = new Date('2026-08-21T12:00:00Z');

let stage: JobStage;
let inbox: SmtpInbox;
let transport: Transport;
let deps: Deps;
const behaviour: Behaviour = {};

beforeAll(async () => {
  stage = await openStage(NOON.toISOString());
  inbox = await openSmtpInbox({ behaviour });
  transport = createSmtpTransport({ url: inbox.url, inFlight: 2 });
});
beforeEach(async () => {
  await emptyTables(stage.database);
  stage.clock.turnTo(NOON);
  inbox.received.length = 0;
  delete behaviour.rcpt;
  deps = { ...stage.deps, transport, operatorMail: 'operator@example.org' };
});
afterAll(async () => {
  await transport.close();
  await inbox.close();
  await stage.close();
});

const later = (minutes: number) =>
  stage.clock.turnTo(new Date(stage.clock.now().getTime() + minutes * 60_000));
const subjects = async () => (await inbox.parsed()).map(({ subject }) => subject?.replace(/^.*?alarm: /, ''));
const standing = async () => (await stage.store.standingAlarms()).map(({ kind }) => kind);
const query = (sql: string, values?: unknown[]) => stage.database.query(sql, values);

/** A look a minute. */
async function watch(looks = 2) {
  let outcome: Record<string, unknown> = {};
  for (let look = 0; look < looks; look += 1) {
    outcome = await runJob(keepWatch, {}, deps);
    later(1);
  }
  return outcome;
}

const failing = (outcome: 'failed' | 'blocked' | 'quarantined', hours: number) => {
  const at = new Date(NOON.getTime() - hours * 3_600_000);
  return stage.store.saveIdleScan({
    ...{ sourceId: 'hf-daily', scope: { day: '2026-08-20' }, startedAt: at, finishedAt: at },
    ...{ askedBy: 'test', outcome, reason: 'it said no' },
  });
};
const well = () =>
  stage.store.saveIdleScan({
    ...{ sourceId: 'hf-daily', scope: { day: '2026-08-20' }, startedAt: NOON, finishedAt: NOON },
    ...{ askedBy: 'test', outcome: 'unchanged' },
  });
const freeze = (date: string, at: string) => {
  const now = stage.clock.now();
  stage.clock.turnTo(new Date(at));
  return runJob(freezeEdition, { cadence: 'daily', date }, deps).finally(() => stage.clock.turnTo(now));
};
/** Today's edition, and so many deliveries of it in a state. */
async function deliveries(count: number, state: string, finished: Date | null = null) {
  const { edition } = await freeze('2026-08-21', '2026-08-21T04:00:00Z');
  for (let at = 0; at < count; at += 1) {
    const email = `${state}${at}@example.org`;
    const { id } = await stage.store.addSubscriber({ email, state: 'active', cadence: 'weekly' });
    await query(
      'INSERT INTO deliveries (edition_id, subscriber_id, state, due_at, finished_at) VALUES ($1, $2, $3, $4, $5)',
      [...[edition, id, state, new Date('2026-08-21T07:00:00Z'), finished]],
    );
  }
}
const queue = (over: Partial<QueueState>): QueueState => ({
  ...{ name: 'scan-source', isPaused: false, waiting: 3, active: 0, delayed: 0, failed: 0 },
  ...{ oldestMs: 0, stillMs: 0, timeoutMs: 120_000, ...over },
});
const measure = (over: Partial<Deps['measures']>) => {
  deps = { ...deps, measures: { ...quiet, ...over } };
};
const onThisMachine = () =>
  openMeasures(stage.dir, stage.database, { measure: quiet.queues, memory: quiet.redis });

interface Case {
  kind: string;
  title: string;
  raise(): unknown;
  clear(): unknown;
}

const cases: Record<string, Case> = {
  'a source that has failed for a day': {
    ...{ kind: 'source', title: 'hf-daily is failing' },
    raise: () => failing('failed', 25),
    clear: well,
  },
  'a source that is blocked': {
    ...{ kind: 'source', title: 'hf-daily is blocked' },
    raise: () => failing('blocked', 0),
    clear: well,
  },
  'a source that is quarantined': {
    ...{ kind: 'source', title: 'hf-daily is quarantined' },
    raise: () => failing('quarantined', 0),
    clear: well,
  },
  'an edition that was not frozen': {
    ...{ kind: 'edition-missing', title: 'the daily edition of 2026-08-21 is missing' },
    raise: () => freeze('2026-08-20', '2026-08-20T04:00:00Z'),
    clear: () => freeze('2026-08-21', '2026-08-21T12:05:00Z'),
  },
  'an edition that nobody sends': {
    ...{ kind: 'mails-overdue', title: 'the daily edition of 2026-08-21 is not sent' },
    raise: () => deliveries(2, 'planned'),
    clear: () => query(`UPDATE deliveries SET state = 'sent', finished_at = $1`, [NOON]),
  },
  'letters that nobody sends': {
    ...{ kind: 'mails-overdue', title: 'letters are not sent' },
    raise: () =>
      query(
        `INSERT INTO letters (id, kind, address_hmac, due_at, created_at) VALUES (gen_random_uuid(), 'confirm', 'x', $1, $1)`,
        [new Date('2026-08-21T10:00:00Z')],
      ),
    clear: () => query('DELETE FROM letters'),
  },
  'many mails refused': {
    ...{ kind: 'mails-refused', title: 'many mails are refused' },
    async raise() {
      await deliveries(18, 'sent', NOON);
      await deliveries(2, 'refused', NOON);
    },
    clear: () => query(`UPDATE deliveries SET state = 'sent'`),
  },
  'mails of unknown fate': {
    ...{ kind: 'mails-unknown', title: 'mails of unknown fate wait for a decision' },
    raise: () => deliveries(1, 'unknown', NOON),
    clear: () => query('UPDATE deliveries SET settled_at = $1', [NOON]),
  },
  'complaints of more than one mail in a thousand': {
    ...{ kind: 'complaints', title: 'readers complain of mails' },
    async raise() {
      await deliveries(3, 'sent', NOON);
      await query(
        `INSERT INTO bounces (subscriber_id, mail, kind, address_hmac, reason, bounced_at)
         SELECT id, 'm', 'complaint', 'x', 'spam', $1 FROM subscribers LIMIT 1`,
        [NOON],
      );
    },
    clear: () => query('DELETE FROM bounces'),
  },
  'a queue that does not move': {
    ...{ kind: 'queue-stuck', title: 'the queue scan-source does not move' },
    raise: () => measure({ queues: async () => [queue({ stillMs: 31 * 60_000 })] }),
    clear: () => measure({ queues: async () => [queue({ stillMs: 29 * 60_000 })] }),
  },
  'a queue that does not answer': {
    ...{ kind: 'queue-stuck', title: 'the queue does not answer' },
    raise: () => measure({ queues: () => Promise.reject(new Error('gone')) }),
    clear: () => measure({}),
  },
  'a disk that is nearly full': {
    ...{ kind: 'disk-full', title: 'the disk of DATA_DIR is nearly full' },
    raise() {
      measure({ disk: onThisMachine().disk });
      deps.settings = { ...deps.settings, alarms: { ...deps.settings.alarms, diskFree: 1 } };
    },
    clear() {
      deps.settings = { ...deps.settings, alarms: { ...deps.settings.alarms, diskFree: 0 } };
    },
  },
  'a Redis that is nearly full': {
    ...{ kind: 'redis-full', title: 'the memory of Redis is nearly full' },
    raise: () => measure({ redis: async () => ({ used: 95, size: 100 }) }),
    clear: () => measure({ redis: async () => ({ used: 80, size: 100 }) }),
  },
  'a database that lacks a migration': {
    ...{ kind: 'schema-behind', title: 'the database is behind the program' },
    async raise() {
      measure({ schema: onThisMachine().schema });
      await query(`DELETE FROM broadsheet.migration WHERE name LIKE '0021%'`);
    },
    clear: () => query(`INSERT INTO broadsheet.migration (name) VALUES ('0021-alarms.sql')`),
  },
};

describe('the operator is told', () => {
  it.each(Object.entries(cases))('once of %s, and once that it is well again', async (_name, one) => {
    await watch(1);
    expect(await subjects()).toEqual([]);
    await one.raise();
    expect(await watch(3)).not.toHaveProperty('blind');
    expect(await standing()).toEqual([one.kind]);
    expect(await subjects()).toEqual([one.title]);
    await one.clear();
    await watch(3);
    expect(await standing()).toEqual([]);
    expect(await subjects()).toEqual([one.title, `cleared: ${one.title}`]);
    expect(inbox.received[0]?.to).toEqual(['operator@example.org']);
  });

  it('nothing of a source that fails for an hour, nor of one that is paused', async () => {
    await failing('failed', 1);
    await watch(3);
    await failing('blocked', 0);
    await stage.store.pauseSource({ sourceId: 'hf-daily', by: 'ada', at: NOON });
    await watch(3);
    expect(await subjects()).toEqual([]);
  });

  it('nothing of a mail that a server has put off, nor of an edition that is halted or goes out slowly', async () => {
    await deliveries(2, 'planned');
    await query('UPDATE deliveries SET deferred_at = $1', [NOON]);
    await watch(3);
    await query(`UPDATE deliveries SET deferred_at = NULL`);
    await query(`UPDATE editions SET halt = 'paused'`);
    await watch(3);
    await query('UPDATE editions SET halt = NULL');
    await deliveries(1, 'sent', stage.clock.now());
    await watch(3);
    expect(await subjects()).toEqual([]);
  });

  it('of several things in one mail', async () => {
    await failing('blocked', 0);
    await deliveries(1, 'unknown', NOON);
    await watch();
    expect(await subjects()).toEqual(['2 things are wrong']);
    const [mail] = await inbox.parsed();
    expect(mail?.text?.replace(/\s+/g, ' ')).toContain('Hf-daily is blocked. Since');
    expect(mail?.text?.replace(/\s+/g, ' ')).toContain('1 mail may or may not have arrived');
  });

  it('when the mail server takes mail again, and once', async () => {
    behaviour.rcpt = { refuse: 451 };
    await failing('blocked', 0);
    expect(await watch(1)).toMatchObject({ alarms: 1, untold: expect.stringContaining('451') });
    delete behaviour.rcpt;
    await watch(3);
    expect(await subjects()).toEqual([]);
    await watch(4);
    expect(await subjects()).toEqual(['hf-daily is blocked']);
  });

  it('nothing, where nobody is named, but the alarm stands', async () => {
    const { operatorMail: _nobody, ...rest } = deps;
    deps = rest;
    await failing('blocked', 0);
    expect(await watch()).toMatchObject({ alarms: 1 });
    expect(await subjects()).toEqual([]);
  });

  it('of what kept it from looking in the log, and mails go out all the same', async () => {
    await freeze('2026-08-20', '2026-08-20T04:00:00Z');
    const store = { ...stage.store, alarmFacts: () => Promise.reject(new Error('no such table')) };
    expect(await runJob(keepWatch, {}, { ...deps, store })).toMatchObject({
      blind: 'no such table',
      missed: 1,
    });
  });
});
