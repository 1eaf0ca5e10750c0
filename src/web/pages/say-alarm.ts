import type { Alarm, AlarmKind } from '../../model/alarm.js';
import type { HealthReason } from './judge-health.js';

/** An alarm as the overview shows it, and where to do something about it. */
export function sayAlarm({ kind, subject, title, reason }: Alarm): HealthReason {
  const text = `${title.charAt(0).toUpperCase()}${title.slice(1)}. ${reason}`;
  return { tone: 'bad', text, link: links[kind](subject) };
}

const editions = () => ({ label: 'Editions', href: '/admin/editions' });
const overview = () => ({ label: 'Overview', href: '/admin' });

const links: Record<AlarmKind, (subject: string) => HealthReason['link']> = {
  source: (subject) => ({ label: 'Source', href: `/admin/sources/${encodeURIComponent(subject)}` }),
  'edition-missing': () => ({ label: 'Queue', href: '/admin/queues/queue/freeze-edition' }),
  'mails-overdue': () => ({ label: 'Queue', href: '/admin/queues/queue/deliver-batch' }),
  'mails-refused': editions,
  'mails-unknown': editions,
  complaints: () => ({ label: 'Readers', href: '/admin/readers' }),
  'queue-stuck': (subject) =>
    subject === ''
      ? { label: 'Queues', href: '/admin/queues' }
      : { label: 'Queue', href: `/admin/queues/queue/${encodeURIComponent(subject)}` },
  'disk-full': overview,
  'redis-full': overview,
  'schema-behind': overview,
};
