import type { Alarm, AlarmLook, AlarmNews } from '../../model/alarm.js';
import type { Day } from '../../model/clock.js';
import type { Cadence } from '../../model/edition.js';
import type { ScanOutcome } from '../../model/scan.js';

/** An edition that is there. */
export interface FrozenEdition {
  cadence: Cadence;
  date: Day;
  frozenAt: Date;
}

/** What the watch judges, read by queries whose cost does not grow with the number of readers. */
export interface AlarmFacts {
  /** Sources whose last scans were bad, but for those that an operator has paused. */
  troubled: { sourceId: string; outcome: ScanOutcome; reason?: string; since: Date }[];
  editions: FrozenEdition[];
  /** Deliveries that are due for longer than is allowed and were never tried, of editions that nobody sends or has halted. */
  overdue: { cadence: Cadence; date: Day; mails: number; problem?: string }[];
  /** Letters of which the same is true. */
  overdueLetters: number;
  /** Of the last mails of a day. */
  mails: { sent: number; refused: number };
  /** Mails of unknown fate that wait for a decision. */
  unknown: number;
  /** Complaints of two weeks. `sent` is counted only as far as it matters: below one in a thousand it may be more. */
  complaints: { count: number; sent: number };
}

export interface AlarmStore {
  /** `overdueSince`: deliveries that were due before are overdue. */
  alarmFacts(now: Date, overdueSince: Date): Promise<AlarmFacts>;
  /** The last ones of a fortnight, newest first. */
  frozenEditions(): Promise<FrozenEdition[]>;
  /** Raises and clears: a sign that is not certain is believed at the second look, and so is that it is gone. */
  saveAlarms(look: AlarmLook): Promise<void>;
  /** Raised and not cleared, the oldest first. */
  standingAlarms(): Promise<Alarm[]>;
  /** Hands out what the operator has not been told and marks it as told: it is handed out once, to one process. */
  takeAlarmNews(now: Date): Promise<AlarmNews>;
  /** It could not be told: it is handed out again after a moment. */
  returnAlarmNews(news: AlarmNews, after: Date): Promise<void>;
  /** Whether somebody outside has been told that this day is good. */
  outsideBeatOn(day: Day): Promise<boolean>;
  /** Whether somebody outside is to be told that this day is good: true once a day, to one process. */
  takeOutsideBeat(day: Day): Promise<boolean>;
  /** They could not be told: the day is handed out again. */
  returnOutsideBeat(day: Day): Promise<void>;
}
