import type { Config } from '../config.js';
import type { AlarmSign } from '../model/alarm.js';
import type { AlarmFacts } from '../store/store.js';
import { isMissing, lastExpected } from './expected-edition.js';
import type { Fill, QueueState, SchemaState } from './measures.js';

const MINUTE_MS = 60_000;

/** What is judged at one look; what could not be had is absent. */
export interface AlarmEvidence {
  now: Date;
  facts: AlarmFacts;
  /** Ids of the sources that are configured. */
  sources: readonly string[];
  queues?: QueueState[] | undefined;
  redis?: Fill | undefined;
  disk?: Fill | undefined;
  schema?: SchemaState | undefined;
}

type Rules = Config['alarms'];
type Sign = Omit<AlarmSign, 'certain'> & { certain?: boolean };

/** Everything that is wrong by the operator's rules. */
export function findAlarms(
  evidence: AlarmEvidence,
  settings: Pick<Config, 'alarms' | 'editions'>,
): AlarmSign[] {
  const { alarms: rules } = settings;
  const { facts, queues, redis, disk, schema } = evidence;
  const signs: Sign[] = [
    ...judgeSources(evidence, rules),
    ...judgeEditions(evidence, settings),
    ...judgeOverdue(facts, rules),
    ...judgeRefused(facts, rules),
    ...judgeUnknown(facts),
    ...judgeComplaints(facts, rules),
    ...judgeQueues(queues, rules),
    ...judgeFill('disk-full', 'the disk of DATA_DIR', disk, rules.diskFree),
    ...judgeFill('redis-full', 'the memory of Redis', redis, rules.redisFree),
    ...judgeSchema(schema),
  ];
  return signs.map((sign) => ({ certain: false, ...sign }));
}

/** One that turned us away, or whose page was not believed, waits for a person; one that fails may come back by itself. */
function judgeSources({ facts, sources, now }: AlarmEvidence, { sourceHours }: Rules): Sign[] {
  const late = now.getTime() - sourceHours * 60 * MINUTE_MS;
  return facts.troubled
    .filter(({ sourceId }) => sources.includes(sourceId))
    .filter(({ outcome, since }) => FOR_A_PERSON.has(outcome) || since.getTime() <= late)
    .map(({ sourceId, outcome, reason, since }) => ({
      kind: 'source',
      subject: sourceId,
      title: `${sourceId} is ${FOR_A_PERSON.has(outcome) ? outcome : 'failing'}`,
      reason: `Since ${sayMoment(since)}${reason ? `: ${reason}` : '.'} What it last said of papers stays as it is.`,
      certain: true,
    }));
}

const FOR_A_PERSON: ReadonlySet<string> = new Set(['blocked', 'forbidden', 'quarantined']);

function judgeEditions(
  { facts, now }: AlarmEvidence,
  { alarms, editions }: Pick<Config, 'alarms' | 'editions'>,
): Sign[] {
  const late = new Date(now.getTime() - alarms.editionMinutes * MINUTE_MS);
  return (['daily', 'weekly'] as const)
    .map((cadence) => lastExpected(cadence, late, editions))
    .filter((expected) => isMissing(expected, facts.editions))
    .map(({ cadence, date, freezeAt }) => ({
      kind: 'edition-missing',
      subject: cadence,
      title: `the ${cadence} edition of ${date} is missing`,
      reason: `It should have been frozen at ${sayMoment(freezeAt)} and was not; nobody gets it. Is a worker running that freezes editions?`,
      certain: true,
    }));
}

function judgeOverdue({ overdue, overdueLetters }: AlarmFacts, { overdueMinutes }: Rules): Sign[] {
  const wait = `due for more than ${overdueMinutes} minutes, and nobody sends them`;
  const editions = overdue.map(
    ({ cadence, date, mails, problem }): Sign => ({
      kind: 'mails-overdue',
      subject: cadence,
      title: `the ${cadence} edition of ${date} is not sent`,
      reason: `${sayMany(mails, 'mail')} of it: ${wait}${problem ? `: ${problem}` : '.'}`,
    }),
  );
  const letters: Sign = {
    kind: 'mails-overdue',
    subject: 'letters',
    title: 'letters are not sent',
    reason: `${sayMany(overdueLetters, 'letter')} to readers: ${wait}.`,
  };
  // Of several editions of a cadence the oldest is told of.
  const oldest = editions.filter((sign, at) => editions.findIndex((o) => o.subject === sign.subject) === at);
  return overdueLetters > 0 ? [...oldest, letters] : oldest;
}

function judgeRefused({ mails }: AlarmFacts, { refusedShare, refusedLeast }: Rules): Sign[] {
  const tried = mails.sent + mails.refused;
  if (tried < refusedLeast || mails.refused <= tried * refusedShare) return [];
  const title = 'many mails are refused';
  const reason = `${mails.refused} of the last ${tried} mails of a day: the pages of the editions say why.`;
  return [{ kind: 'mails-refused', subject: '', title, reason }];
}

function judgeUnknown({ unknown }: AlarmFacts): Sign[] {
  if (unknown === 0) return [];
  const reason = `${sayMany(unknown, 'mail')} may or may not have arrived: send again, or leave it, on the page of the edition.`;
  const title = 'mails of unknown fate wait for a decision';
  return [{ kind: 'mails-unknown', subject: '', title, reason, certain: true }];
}

function judgeComplaints({ complaints: { count, sent } }: AlarmFacts, { complaintShare }: Rules): Sign[] {
  if (count === 0 || count <= sent * complaintShare) return [];
  const title = 'readers complain of mails';
  const reason = `${sayMany(count, 'complaint')} in 14 days, of ${sent} mails: more than ${complaintShare * 100} %. Large providers turn such a sender away.`;
  return [{ kind: 'complaints', subject: '', title, reason, certain: true }];
}

/** A queue whose jobs may run for an hour has begun none for so long. */
function judgeQueues(queues: QueueState[] | undefined, { queueMinutes }: Rules): Sign[] {
  if (queues === undefined)
    return [
      {
        ...{ kind: 'queue-stuck', subject: '', title: 'the queue does not answer' },
        reason: 'Nothing runs by itself until it does. Is Redis, or the database, there?',
      },
    ];
  return queues
    .filter(({ stillMs, timeoutMs }) => stillMs > Math.max(queueMinutes * MINUTE_MS, timeoutMs))
    .map(({ name, waiting, isPaused, stillMs }) => ({
      kind: 'queue-stuck',
      subject: name,
      title: `the queue ${name} does not move`,
      reason: `${sayMany(waiting, 'job')} waiting, and none was begun for ${Math.round(stillMs / MINUTE_MS)} minutes: ${
        isPaused ? 'it is paused.' : 'does a worker take them?'
      }`,
    }));
}

function judgeFill(
  kind: 'disk-full' | 'redis-full',
  what: string,
  fill: Fill | undefined,
  least: number,
): Sign[] {
  const free = fill && fill.size > 0 ? 1 - fill.used / fill.size : 1;
  if (free >= least) return [];
  const left = fill ? Math.max(0, Math.round((fill.size - fill.used) / 1_048_576)) : 0;
  const reason = `${left} MB are left, ${Math.round(free * 100)} % of it.`;
  return [{ kind, subject: '', title: `${what} is nearly full`, reason }];
}

function judgeSchema(schema: SchemaState | undefined): Sign[] {
  const { pending = [], unknown = [] } = schema ?? {};
  const of = { kind: 'schema-behind', subject: '' } as const;
  if (unknown.length > 0)
    return [
      {
        ...of,
        title: 'a process runs an older version than the database',
        reason: `It does not know ${unknown.join(', ')}: start it anew.`,
      },
    ];
  if (pending.length === 0) return [];
  return [
    {
      ...of,
      title: 'the database is behind the program',
      reason: `It lacks ${pending.join(', ')}: start the program anew, or run broadsheet migrate.`,
    },
  ];
}

const sayMany = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

const sayMoment = (moment: Date) => `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
