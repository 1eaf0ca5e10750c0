import { describe, expect, it } from 'vitest';
import { ConfigError, UsageError } from '../../src/errors.js';
import { loadSources } from '../../src/sources/load-sources.js';

const entry = { id: 'hf-daily', schedule: '20 */2 * * *', scopes: [{ day: 'today' }] };

describe('the configured sources', () => {
  it('know their settings, schedule and scopes', async () => {
    const sources = await loadSources([{ ...entry, baseUrl: 'http://127.0.0.1:8080' }]);
    expect(sources.get('hf-daily')).toMatchObject({
      id: 'hf-daily',
      settings: { baseUrl: 'http://127.0.0.1:8080', hosts: {} },
      schedule: '20 */2 * * *',
      reads: [{ day: 'today' }],
    });
    expect(sources.all().map(({ id }) => id)).toEqual(['hf-daily']);
  });

  it('are at the real site unless told otherwise', async () => {
    const sources = await loadSources([entry]);
    expect(sources.get('hf-daily').settings.baseUrl).toBe('https://huggingface.co');
  });

  it('may ask their own site and nothing else', async () => {
    const sources = await loadSources([entry]);
    expect(sources.get('hf-daily').sites()).toEqual(['https://huggingface.co']);
  });

  it('may have further sites, which the operator replaces all at once', async () => {
    const own = { id: 'scholarfeed', schedule: '40 5 * * *', scopes: [] };
    const real = (await loadSources([own])).get('scholarfeed');
    expect(real.settings.hosts).toEqual({ api: 'https://api.scholarfeed.org' });
    expect(real.sites()).toEqual(['https://www.scholarfeed.org', 'https://api.scholarfeed.org']);
    const local = (await loadSources([{ ...own, baseUrl: 'http://127.0.0.1:1' }])).get('scholarfeed');
    expect(local.settings.hosts).toEqual({ api: 'http://127.0.0.1:1' });
    expect(local.sites()).toEqual(['http://127.0.0.1:1']);
  });

  it('leave some calls of a quota unspent, and the operator says how many', async () => {
    expect((await loadSources([entry])).get('hf-daily').reserve).toBe(10);
    expect((await loadSources([{ ...entry, reserve: 0 }])).get('hf-daily').reserve).toBe(0);
  });

  it('name themselves when another is asked for', async () => {
    const sources = await loadSources([entry]);
    expect(() => sources.get('nature')).toThrow(UsageError);
    expect(() => sources.get('nature')).toThrow('configured are: hf-daily');
  });
});

describe('an entry that does not fit', () => {
  it.each([
    [{ ...entry, id: 'nature' }, /no source "nature"; known are: .*hf-daily/],
    [{ ...entry, id: 'scope' }, /no source "scope"/],
    [{ ...entry, id: '../app' }, /no source "\.\.\/app"/],
    [{ ...entry, schedule: 'hourly' }, /hf-daily\.schedule: expected a cron line/],
    [{ ...entry, schedule: '70 * * * *' }, /hf-daily\.schedule/],
    [{ ...entry, scopes: [{ day: 'today' }, { day: 'someday' }] }, /hf-daily\.scopes\.1: .*a day such as/],
    [{ ...entry, scopes: [{ week: '2026-34' }] }, /hf-daily\.scopes\.0: .*an ISO week such as/],
    [{ ...entry, scopes: [{ month: '2026-13' }] }, /hf-daily\.scopes\.0: .*a month such as/],
    [{ ...entry, scopes: [{ year: '2026' }] }, /hf-daily\.scopes\.0: .*one of: day, week, month/],
  ])('is refused with what was expected: %j', async (wrong, message) => {
    await expect(loadSources([wrong])).rejects.toThrow(message);
    await expect(loadSources([wrong])).rejects.toThrow(ConfigError);
  });

  it('is refused when it stands there twice', async () => {
    await expect(loadSources([entry, entry])).rejects.toThrow('hf-daily: stands there twice');
  });
});

describe('a schedule', () => {
  it.each(['* * * * *', '*/5 8-18 * * mon-fri', '0,30 6 1 jan,jul *'])('may be %s', async (schedule) => {
    await expect(loadSources([{ ...entry, schedule }])).resolves.toBeDefined();
  });
});
