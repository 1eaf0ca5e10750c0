import { describe, expect, it } from 'vitest';
import { loadSources } from '../../src/sources/load-sources.js';
import { listSchedules } from '../../src/workers/schedule.js';

const editions = {
  days: ['monday', 'friday'],
  freezeAt: '04:00',
  timeZone: 'Europe/Paris',
  lookback: 4,
  fillIn: 60,
};

async function schedulesOf(id: string, scopes: Record<string, string>[], schedule = '40 5 * * *') {
  const sources = (await loadSources([{ id, schedule, scopes }])).all();
  const schedules = listSchedules(sources, editions as never);
  return schedules.filter(({ call }) => JSON.stringify(call.payload).includes(id));
}

describe('the schedule of a source', () => {
  it('is one for each of its scopes', async () => {
    expect(await schedulesOf('hf-daily', [{ day: 'today' }, { day: 'today-1' }])).toMatchObject([
      { call: { job: 'scan-source', payload: { scope: { day: 'today' } } }, cron: '40 5 * * *' },
      { call: { job: 'scan-source', payload: { scope: { day: 'today-1' } } }, timeZone: 'Europe/Paris' },
    ]);
  });

  it('is one visit for all its profiles, and for those that readers will follow', async () => {
    const visit = [
      { call: { job: 'visit-source', payload: { sourceId: 'scholarfeed' } }, cron: '40 5 * * *' },
    ];
    expect(await schedulesOf('scholarfeed', [{ profile: '1' }, { profile: '2' }])).toMatchObject(visit);
    expect(await schedulesOf('scholarfeed', [])).toMatchObject(visit);
  });

  it('is a visit where it fills in what others lack, beside the papers that it is told to read', async () => {
    const jobs = await schedulesOf('hf-paper', [{ paper: '2503.20561' }]);
    expect(jobs.map(({ call }) => call.job)).toEqual(['scan-source', 'visit-source']);
  });
});
