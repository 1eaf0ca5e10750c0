import { ALARM_KINDS } from '../model/alarm.js';
import type { Figures, Measurement } from './figures.js';

/** One metric that is made of the figures. */
export interface FigureGauge {
  name: string;
  help: string;
  labels?: string[];
  read(figures: Figures): Measurement[];
}

const one = (value: number | undefined): Measurement[] =>
  value === undefined ? [] : [{ labels: {}, value }];

const QUEUE_STATES = ['waiting', 'active', 'delayed', 'failed'];

/** Shown as they are now or were over the last day, whichever process did it. */
export const figureGauges: readonly FigureGauge[] = [
  {
    name: 'broadsheet_scans_last_day',
    help: 'Scans of the last 24 hours by source and outcome',
    labels: ['source', 'outcome'],
    read: ({ scans }) =>
      scans.map(({ source, outcome, count }) => ({ labels: { source, outcome }, value: count })),
  },
  {
    name: 'broadsheet_papers_last_day',
    help: 'Papers that the scans of the last 24 hours found new or revised',
    labels: ['source', 'change'],
    read: ({ papers }) =>
      papers.map(({ source, change, count }) => ({ labels: { source, change }, value: count })),
  },
  {
    name: 'broadsheet_source_failing_seconds',
    help: 'For how long a source has not been read well, by what is wrong with it; absent while all is well',
    labels: ['source', 'outcome'],
    read: ({ failing }) =>
      failing.map(({ source, outcome, seconds }) => ({ labels: { source, outcome }, value: seconds })),
  },
  {
    name: 'broadsheet_edition_lateness_seconds',
    help: 'Seconds from the freeze hour of the last expected edition until it was frozen, or until now while it is missing',
    labels: ['cadence'],
    read: ({ lateness }) => lateness.map(({ cadence, seconds }) => ({ labels: { cadence }, value: seconds })),
  },
  {
    name: 'broadsheet_mails_last_day',
    help: 'Digests that ended in the last 24 hours by state, and those that are due or on their way now',
    labels: ['state'],
    read: ({ mails }) => mails.map(({ state, count }) => ({ labels: { state }, value: count })),
  },
  {
    name: 'broadsheet_send_rate',
    help: 'Digests sent a second by all processes, over the last five minutes',
    read: ({ sendRate }) => one(sendRate),
  },
  {
    name: 'broadsheet_mails_overdue',
    help: 'Mails that are due for longer than alarms.overdueMinutes and that nobody sends',
    read: ({ overdueMails }) => one(overdueMails),
  },
  {
    name: 'broadsheet_mails_unknown',
    help: 'Mails of unknown fate that wait for a decision',
    read: ({ unknownMails }) => one(unknownMails),
  },
  {
    name: 'broadsheet_mails_refused_ratio',
    help: 'Share of the last mails of a day that were refused; 0 while they are fewer than alarms.refusedLeast',
    read: ({ refusedShare }) => one(refusedShare),
  },
  {
    name: 'broadsheet_complaint_ratio',
    help: 'Complaints of the last 14 days as a share of the mails; of very many mails only as many are counted as matter',
    read: ({ complaintShare }) => one(complaintShare),
  },
  {
    name: 'broadsheet_queue_jobs',
    help: 'Jobs by queue and state',
    labels: ['queue', 'state'],
    read: ({ queues = [] }) =>
      queues.flatMap(({ name, counts }) =>
        QUEUE_STATES.map((state) => ({ labels: { queue: name, state }, value: counts[state] ?? 0 })),
      ),
  },
  {
    name: 'broadsheet_queue_oldest_seconds',
    help: 'For how long the oldest waiting job of a queue has waited',
    labels: ['queue'],
    read: ({ queues = [] }) =>
      queues.map(({ name, oldestSeconds }) => ({ labels: { queue: name }, value: oldestSeconds })),
  },
  {
    name: 'broadsheet_queue_still_seconds',
    help: 'For how long jobs of a queue have waited while none was begun',
    labels: ['queue'],
    read: ({ queues = [] }) =>
      queues.map(({ name, stillSeconds }) => ({ labels: { queue: name }, value: stillSeconds })),
  },
  {
    name: 'broadsheet_queue_up',
    help: '1 while the queue answers',
    read: ({ queues }) => one(queues ? 1 : 0),
  },
  {
    name: 'broadsheet_disk_free_ratio',
    help: 'Free share of the disk that DATA_DIR lies on',
    read: ({ diskFree }) => one(diskFree),
  },
  {
    name: 'broadsheet_redis_free_ratio',
    help: 'Free share of the maxmemory of Redis, where it has one',
    read: ({ redisFree }) => one(redisFree),
  },
  {
    name: 'broadsheet_migrations_pending',
    help: 'Migrations that the database lacks, or that this process does not know',
    read: ({ pendingMigrations }) => one(pendingMigrations),
  },
  {
    name: 'broadsheet_watch_age_seconds',
    help: 'Seconds since the watch was last kept, by any process',
    read: ({ watchAgeSeconds }) => one(watchAgeSeconds),
  },
  {
    name: 'broadsheet_alarms',
    help: 'Alarms that stand, by kind',
    labels: ['kind'],
    read: ({ alarms }) =>
      ALARM_KINDS.map((kind) => ({
        labels: { kind },
        value: alarms.filter((alarm) => alarm.kind === kind).length,
      })),
  },
  {
    name: 'broadsheet_alarm',
    help: '1 for each alarm that stands, by what it is about',
    labels: ['kind', 'subject'],
    read: ({ alarms }) => alarms.map(({ kind, subject }) => ({ labels: { kind, subject }, value: 1 })),
  },
];
