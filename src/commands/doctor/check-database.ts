import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DateTime } from 'luxon';
import type { Config } from '../../config.js';
import type { Environment } from '../../environment.js';
import { BroadsheetError } from '../../errors.js';
import type { Clock } from '../../model/clock.js';
import type { Examination, Store } from '../../store/store.js';
import type { Patient } from './patient.js';
import { fail, gather, ok, type Verdict, warn } from './verdict.js';
import { sayBytes, sayDuration } from './word-figures.js';

const OLDEST = 140_000;

/** Whether the database answers, is new enough and up to date. */
export async function checkDatabase({ records, environment }: Patient): Promise<Verdict> {
  if (!environment) return warn('not looked at', 'correct the environment first');
  const kind = environment.DATABASE_URL ? 'a server' : 'embedded';
  const store = await openOrExplain({ records, environment });
  if ('status' in store) return store;
  const examined = await examineOrExplain(store, environment);
  return 'status' in examined ? examined : judgeDatabase(examined, kind);
}

async function openOrExplain({
  records,
  environment,
}: Required<Pick<Patient, 'records' | 'environment'>>): Promise<Store | Verdict> {
  try {
    const none = ok('embedded; none has been made yet, the first start makes it');
    return (await records.open()) ?? none;
  } catch (error) {
    return fail(messageOf(error), mendFor(environment, error));
  }
}

async function examineOrExplain(store: Store, environment: Environment): Promise<Examination | Verdict> {
  try {
    return await store.examine();
  } catch (error) {
    return fail(messageOf(error), mendFor(environment, error));
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

function mendFor({ DATABASE_URL, DATA_DIR }: Environment, error: unknown): string {
  if (DATABASE_URL) return 'start PostgreSQL, or correct DATABASE_URL';
  if (error instanceof BroadsheetError && error.code === 'held') return 'wait until that process has ended';
  return `see that ${DATA_DIR} belongs to the user who runs this and is whole, or restore it from a backup`;
}

/** For tests as well: no server of theirs is too old. */
export function judgeDatabase(
  { version, versionNumber, bytes, pending, unknown }: Examination,
  kind: string,
): Verdict {
  const verdicts = [
    versionNumber >= OLDEST
      ? ok(`${kind}, PostgreSQL ${version}, ${sayBytes(bytes)}`)
      : fail(`${kind}, PostgreSQL ${version}`, 'use PostgreSQL 14 or newer'),
    judgeMigrations(pending, unknown),
  ];
  return gather(verdicts);
}

function judgeMigrations(pending: string[], unknown: string[]): Verdict {
  if (unknown.length > 0)
    return fail(`it holds ${unknown[0]}, which this version does not know`, 'run a newer Broadsheet');
  if (pending.length === 0) return ok('up to date');
  const some = pending.length === 1 ? `${pending[0]} has` : `${pending.length} migrations have`;
  return warn(`${some} not been run`, 'run `broadsheet migrate`; starting does it too');
}

/** Seconds by which clocks may differ without harm. */
const CLOCK = { warn: 5, fail: 60 };

/** Whether the database's clock and ours agree: leases go by the one, what is due by the other. */
export async function checkClocks({
  records,
  environment,
  clock,
}: Pick<Patient, 'records' | 'environment' | 'clock'>): Promise<Verdict> {
  const store = await records.open();
  if (!store) return ok("no database yet; the embedded one goes by this machine's clock");
  const apart = await measureClocks(store, clock);
  const found = `the database's clock and this machine's are ${apart.toFixed(1)} s apart`;
  if (Math.abs(apart) <= CLOCK.warn)
    return environment?.DATABASE_URL ? ok(found) : ok("the embedded database goes by this machine's clock");
  const mend = 'let NTP keep both clocks (timedatectl set-ntp true)';
  return Math.abs(apart) > CLOCK.fail ? fail(found, mend) : warn(found, mend);
}

/** Seconds by which the database is ahead of us. It looked at its clock between our two looks. */
async function measureClocks(store: Pick<Store, 'readClock'>, clock: Clock): Promise<number> {
  const before = clock.now().getTime();
  const theirs = (await store.readClock()).getTime();
  const after = clock.now().getTime();
  if (theirs < before) return (theirs - before) / 1000;
  return Math.max(0, theirs - after) / 1000;
}

/** Whether this program and the database mean the same by each time zone that is in use. */
export async function checkTimeZones({
  records,
  config,
}: Pick<Patient, 'records' | 'config'>): Promise<Verdict> {
  const store = await records.open().catch(() => undefined);
  const readerZones = await store?.examine().then(
    (examined) => examined.readerZones,
    () => [],
  );
  const zones = zonesInUse(config, readerZones ?? []);
  const known = judgeOwnZones(zones);
  if (!store || known.status !== 'ok') return known;
  return gather([known, await compareZones(store, zones)]);
}

const zonesInUse = (config: Config | undefined, readerZones: string[]) =>
  [
    ...new Set([...(config ? [config.editions.timeZone, config.readers.timeZone] : []), ...readerZones]),
  ].sort();

/** For tests as well, where Node's own data are whole. */
export function judgeOwnZones(zones: string[], icu = hasFullIcu()): Verdict {
  if (!icu)
    return fail(
      'this Node has time zones and languages in part only',
      'use a Node with full ICU, as nodejs.org has it',
    );
  const strange = zones.filter((zone) => !DateTime.utc().setZone(zone).isValid);
  if (strange.length > 0)
    return fail(
      `this Node does not know ${strange.join(', ')}`,
      'use a newer Node, whose time zone data are newer',
    );
  return ok(`${zones.length} in use, known here (data of ${process.versions.tz ?? 'unknown date'})`);
}

/** Small ICU speaks English only. */
const hasFullIcu = () =>
  new Intl.DateTimeFormat('es', { month: 'long', timeZone: 'UTC' }).format(new Date(0)) === 'enero';

/** Winter and summer of this year: daylight saving is what differs between old and new data. */
async function compareZones(store: Pick<Store, 'readLocalTimes'>, zones: string[]): Promise<Verdict> {
  const year = new Date().getUTCFullYear();
  const moments = [new Date(Date.UTC(year, 0, 15, 12)), new Date(Date.UTC(year, 6, 15, 12))];
  const theirs = await store.readLocalTimes(zones, moments);
  const ours = (zone: string) =>
    moments.map((moment) => DateTime.fromJSDate(moment, { zone }).toFormat('yyyy-MM-dd HH:mm'));
  const unknown = zones.filter((zone) => !theirs.has(zone));
  if (unknown.length > 0)
    return warn(
      `the database does not know ${unknown.join(', ')}, and reads it as UTC`,
      'update the time zone data of the database server (tzdata)',
    );
  const other = zones.filter((zone) => theirs.get(zone)?.join() !== ours(zone).join());
  if (other.length === 0) return ok('and the same in the database');
  return warn(
    `the database shows another time in ${other.join(', ')}`,
    'update tzdata on the database server, and Node, so that their time zone data are of one date',
  );
}

const DISK = { warn: { share: 0.1, bytes: 1e9 }, fail: { share: 0.02, bytes: 2e8 } };

/** Whether there is room where the data are. */
export async function checkDisk({ environment }: Patient): Promise<Verdict> {
  if (!environment) return warn('not looked at', 'correct the environment first');
  const place = environment.DATA_DIR;
  const { bsize, bavail, blocks } = await statNearest(place);
  return judgeDisk(bsize * bavail, bsize * blocks, place);
}

/** Of the folder itself, or, while there is none, of the one it will be made in. */
async function statNearest(folder: string): Promise<{ bsize: number; bavail: number; blocks: number }> {
  try {
    return await statfs(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(folder) === folder) throw error;
    return statNearest(dirname(folder));
  }
}

/** Little is a small share and few bytes: a tenth of a large disk is much. */
export function judgeDisk(free: number, size: number, place: string): Verdict {
  const found = `${sayBytes(free)} of ${sayBytes(size)} free at ${place}`;
  const isBelow = ({ share, bytes }: { share: number; bytes: number }) => free < bytes && free < size * share;
  const mend = 'make room, or move DATA_DIR to a larger disk';
  if (isBelow(DISK.fail) || free < DISK.fail.bytes / 2) return fail(found, mend);
  return isBelow(DISK.warn) ? warn(found, mend) : ok(found);
}

/** Longer than this, and the processes look after everything by themselves, or nobody does. */
const MOST_SILENCE_S = 180;

/** Whether somebody does the work. */
export async function checkWorker({ records, running, environment }: Patient): Promise<Verdict> {
  const store = await records.open().catch(() => undefined);
  const examined = await store?.examine().catch(() => undefined);
  const seconds = examined?.secondsSinceWatch;
  const start = environment?.DATABASE_URL
    ? 'start `broadsheet start`, or `broadsheet work` beside `broadsheet web`'
    : 'start the program with `broadsheet start`';
  return judgeWorker(seconds, running !== undefined, start);
}

/** For tests as well: nothing of theirs is silent for so long. */
export function judgeWorker(seconds: number | undefined, isRunning: boolean, start: string): Verdict {
  if (seconds === undefined) return warn('no worker has looked after this database yet', start);
  const found = `a worker looked after everything ${sayDuration(seconds)} ago`;
  if (seconds <= MOST_SILENCE_S) return ok(found);
  return isRunning ? fail(found, 'look into the log, and start the program again') : warn(found, start);
}
