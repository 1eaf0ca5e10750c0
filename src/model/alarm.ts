/**
 * What can be wrong. `source`: one is failing for long, blocked or quarantined. `edition-missing`: one should have been
 * frozen and was not. `mails-overdue`: due for long and nobody sends them. `mails-refused`, `mails-unknown`,
 * `complaints`: what became of mails. `queue-stuck`: jobs wait for long. `disk-full`, `redis-full`: nearly.
 * `schema-behind`: the database is not of this program's version.
 */
export const ALARM_KINDS = [
  'source',
  'edition-missing',
  'mails-overdue',
  'mails-refused',
  'mails-unknown',
  'complaints',
  'queue-stuck',
  'disk-full',
  'redis-full',
  'schema-behind',
] as const;
export type AlarmKind = (typeof ALARM_KINDS)[number];

/** One thing that is wrong, as it is seen at one look. */
export interface AlarmSign {
  kind: AlarmKind;
  /** Which source, queue or cadence; '' where there is only one. */
  subject: string;
  /** In a few words: `hf-daily is quarantined`. */
  title: string;
  /** In one sentence or two, with what to do about it. */
  reason: string;
  /** It stands in the database and does not go by itself: one look is enough to believe it. */
  certain: boolean;
}

/** What was found at one look. */
export interface AlarmLook {
  at: Date;
  signs: AlarmSign[];
  /** Kinds that could not be judged: what stands of them stays as it is. */
  unsure: AlarmKind[];
}

/** An alarm that was raised and is not cleared. */
export interface Alarm extends Omit<AlarmSign, 'certain'> {
  raisedAt: Date;
}

/** What the operator has not been told of yet. */
export interface AlarmNews {
  raised: Alarm[];
  cleared: Alarm[];
}
