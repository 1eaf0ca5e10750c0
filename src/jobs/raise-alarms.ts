import { RenderError } from '../errors.js';
import type { Alarm, AlarmKind, AlarmNews } from '../model/alarm.js';
import type { Receipt } from '../model/message.js';
import type { Store } from '../store/store.js';
import type { Deps } from './deps.js';
import { type AlarmEvidence, findAlarms } from './find-alarms.js';
import { waitBriefly } from './wait-briefly.js';

export type AlarmNeeds = Pick<
  Deps,
  | 'alarms'
  | 'transport'
  | 'clock'
  | 'settings'
  | 'sources'
  | 'measures'
  | 'operatorMail'
  | 'mailDomain'
  | 'newId'
> & {
  store: Pick<Store, 'alarmFacts' | 'saveAlarms' | 'standingAlarms' | 'takeAlarmNews' | 'returnAlarmNews'>;
};

const MINUTE_MS = 60_000;

/** Looks once at everything that can be wrong, raises and clears, and tells the operator what is new. */
export async function raiseAlarms(needs: AlarmNeeds) {
  const { store, clock, settings } = needs;
  const { evidence, unsure } = await gatherEvidence(needs);
  const signs = findAlarms(evidence, settings);
  await store.saveAlarms({ at: clock.now(), signs, unsure });
  const told = await tellNews(needs);
  return { alarms: (await store.standingAlarms()).length, ...told };
}

async function gatherEvidence({
  store,
  clock,
  settings,
  sources,
  measures,
}: AlarmNeeds): Promise<{ evidence: AlarmEvidence; unsure: AlarmKind[] }> {
  const now = clock.now();
  const overdueSince = new Date(now.getTime() - settings.alarms.overdueMinutes * MINUTE_MS);
  const facts = await store.alarmFacts(now, overdueSince);
  const [queues, redis, disk, schema] = await Promise.all([
    waitBriefly(measures.queues()),
    waitBriefly(measures.redis()),
    waitBriefly(measures.disk()),
    waitBriefly(measures.schema()),
  ]);
  const unsure: AlarmKind[] = [
    ...(redis ? [] : ['redis-full' as const]),
    ...(disk ? [] : ['disk-full' as const]),
    ...(schema ? [] : ['schema-behind' as const]),
  ];
  const evidence = {
    ...{ now, facts, sources: sources.all().map(({ id }) => id) },
    ...{ queues: queues?.value, redis: redis?.value, disk: disk?.value, schema: schema?.value },
  };
  return { evidence, unsure };
}

/** The mail server may be what is wrong: it is tried again, later where it said no. */
const AGAIN_MS = { deferred: 5 * MINUTE_MS, refused: 60 * MINUTE_MS };

/**
 * Marked as told before it is sent: of a mail that may have arrived no second one goes, and of a process that is killed
 * in between none; the overview and the metrics show the alarm all the same.
 */
async function tellNews(needs: AlarmNeeds): Promise<{ told?: number; untold?: string }> {
  const { store, clock, operatorMail } = needs;
  if (operatorMail === undefined) return {};
  const news = await store.takeAlarmNews(clock.now());
  const [raised, cleared] = [
    await tell(needs, { raised: news.raised, cleared: [] }, 'raised'),
    await tell(needs, { raised: [], cleared: news.cleared }, 'cleared'),
  ];
  const untold = raised ?? cleared;
  const told = (raised ? 0 : news.raised.length) + (cleared ? 0 : news.cleared.length);
  return { ...(told > 0 && { told }), ...(untold && { untold }) };
}

/** Returns why the operator could not be told, if so. One mail holds all that was found at one look. */
async function tell(needs: AlarmNeeds, news: AlarmNews, what: keyof AlarmNews): Promise<string | undefined> {
  if (news[what].length === 0) return undefined;
  const receipt = await send(needs, what, news[what]);
  if (receipt.outcome !== 'deferred' && receipt.outcome !== 'refused') return undefined;
  const after = new Date(needs.clock.now().getTime() + AGAIN_MS[receipt.outcome]);
  await needs.store.returnAlarmNews(news, after);
  return receipt.reason;
}

async function send(
  { alarms: write, transport, clock, operatorMail = '', mailDomain, newId }: AlarmNeeds,
  what: keyof AlarmNews,
  list: Alarm[],
): Promise<Receipt> {
  try {
    const envelope = { messageId: `<${newId()}@${mailDomain}>`, date: clock.now() };
    return await transport.send(write({ to: operatorMail, ...wordings[what](list) }, envelope));
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    return { outcome: 'refused', reason: `the alarm cannot be written: ${error.message}` };
  }
}

const wordings: Record<keyof AlarmNews, (list: Alarm[]) => { title: string; lines: string[] }> = {
  raised: (list) => ({ title: titleOf(list, 'things are wrong'), lines: list.map(sayAlarm) }),
  cleared: (list) => ({
    title: `cleared: ${titleOf(list, 'alarms')}`,
    lines: ['This is well again:', ...list.map(sayAlarm)],
  }),
};

const titleOf = (list: Alarm[], several: string) =>
  list.length === 1 && list[0] ? list[0].title : `${list.length} ${several}`;

const sayAlarm = ({ title, reason }: Alarm) => `${title.charAt(0).toUpperCase()}${title.slice(1)}. ${reason}`;
