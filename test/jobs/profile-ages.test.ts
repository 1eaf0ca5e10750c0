import { expect, it } from 'vitest';
import { measureStaleness } from '../../src/jobs/profile-ages.js';

const read = (profile: string, at?: string) => ({ scope: { profile }, ...(at && { readAt: new Date(at) }) });

it('tells how old the stalest profile is, and how many were never read', () => {
  const ages = [read('1', '2026-08-19'), read('2', '2026-08-12'), read('3'), read('4', '2026-08-20')];
  expect(measureStaleness(ages)).toEqual({ profiles: 4, unread: 1, stalestAt: new Date('2026-08-12') });
  expect(measureStaleness([read('3')])).toEqual({ profiles: 1, unread: 1 });
  expect(measureStaleness([])).toEqual({ profiles: 0, unread: 0 });
});
