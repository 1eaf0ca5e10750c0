import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Subscriber } from '../../src/model/subscriber.js';
import { emptyReaders } from './empty-readers.js';
import { type Installation, makeInstallation } from './installation.js';
import { readMails } from './read-mails.js';
import { type Desk, openDesk } from './type-command.js';

// Each process loads the whole program, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const NOW = new Date('2026-08-21T08:00:00Z');
let installation: Installation;
let desk: Desk;

beforeAll(async () => {
  installation = await makeInstallation();
  desk = await openDesk(installation.variables, { now: () => NOW });
});
beforeEach(() => emptyReaders(desk.app));
afterAll(async () => {
  await desk.close();
  await installation.close();
});

const type = (...argv: string[]) => desk.type(['subscribers', ...argv]);
const store = () => desk.app.deps.store;
const outbox = () => join(installation.dataDir, 'outbox');
const mailsTo = async (email: string) =>
  (await readdir(outbox()).catch(() => [])).length > 0
    ? (await readMails(outbox())).filter(({ to }) => to === email)
    : [];

async function save(name: string, text: string): Promise<string> {
  const file = join(installation.configDir, name);
  await writeFile(file, text);
  return file;
}

describe('subscribers add', () => {
  it('sends a link to confirm with, and says where the mail lies', async () => {
    const told = await type('add', ' Ada@Exämple.org', '--hour', '18', '--topics', 'robotics');
    expect(told).toMatchObject({ status: 0, err: '' });
    expect(told.out).toMatch(
      /^pending: ada@xn--exmple-cua\.org was sent a link .*the mail lies in .*outbox\n$/,
    );
    expect(await store().subscriberByEmail('ada@xn--exmple-cua.org')).toMatchObject({
      ...{ state: 'pending', hour: 18, topics: ['robotics'], timeZone: 'UTC' },
    });
    expect(await mailsTo('ada@xn--exmple-cua.org')).toHaveLength(1);
  });

  it('adds at once whoever has agreed, with every choice', async () => {
    const told = await type(
      ...[
        'add',
        'grace@example.org',
        '--confirmed',
        '--cadence',
        'weekly',
        '--weekday',
        'friday',
        '--max',
        '7',
      ],
      ...[
        '--quiet-day',
        'one-line',
        '--mute',
        'robotics',
        '--keywords',
        'graph nets, C++',
        '--mute-keywords',
        'x',
      ],
    );
    expect(told.out).toBe(
      'added: grace@example.org, weekly at 7:00 UTC, "graph nets", "C++", not robotics, not x\n',
    );
    expect(await store().subscriberByEmail('grace@example.org')).toMatchObject({
      ...{ state: 'active', weekday: 5, maxPapers: 7, quietDay: 'one-line', mutedTopics: ['robotics'] },
    });
    expect(await mailsTo('grace@example.org')).toEqual([]);
  });

  it('leaves a reader alone who gets mail already, and an address that must not be written to', async () => {
    await type('add', 'ada@example.org', '--confirmed');
    await type('suppress', 'eve@example.org');
    for (const argv of [['ada@example.org'], ['ada@example.org', '--confirmed']])
      expect(await type('add', ...argv)).toMatchObject({
        status: 1,
        err: expect.stringContaining('known already'),
      });
    expect(await type('add', 'eve@example.org')).toMatchObject({
      ...{ status: 1, err: expect.stringContaining('suppressed') },
    });
    expect(await mailsTo('ada@example.org')).toEqual([]);
  });

  it('tells all that is wrong, by the names of the options', async () => {
    const wrong = await type(
      'add',
      'ada@example.org',
      '--hour',
      '25',
      '--time-zone',
      'Mars',
      '--mute',
      'cooking',
    );
    expect(wrong).toMatchObject({ status: 2, out: '' });
    for (const option of ['--hour: expected', '--time-zone: expected', '--mute: expected one of the topics'])
      expect(wrong.err).toContain(option);
    const refused = await type('add', 'a@b.example\r\nBcc: eve@example.org');
    expect(refused).toMatchObject({ status: 2, err: expect.stringContaining('it holds a line break') });
    const unknown = await type(
      'add',
      'ada@example.org',
      '--follow',
      'https://scholar.google.com/citations?user=x',
    );
    expect(unknown).toMatchObject({
      status: 2,
      err: expect.stringContaining('--follow: profiles of scholar.google.com'),
    });
    expect(await store().subscribers()).toEqual([]);
  });
});

describe('subscribers list', () => {
  it('shows who is pending, active or left, and whom they follow by name', async () => {
    const author = await store().followProfile({ sourceId: 'scholarfeed', key: '7', name: 'Grace Hopper' });
    const active = await store().addSubscriber({
      email: 'a@example.org',
      state: 'active',
      authors: [author.id],
    });
    await store().addSubscriber({ email: 'b@example.org', state: 'pending' });
    await store().leave((await store().addSubscriber({ email: 'c@example.org', state: 'active' })).id);
    const { out } = await type('list');
    expect(out).toMatch(/^a@example\.org +active +daily, 7:00 UTC +20 +Grace Hopper$/m);
    expect(out).toMatch(/^b@example\.org +pending .* the trending summary$/m);
    expect(out).toMatch(/^c@example\.org +left /m);
    const [first] = (await type('list', '--json')).out.split('\n').map((line) => JSON.parse(line || 'null'));
    expect(first).toMatchObject({ id: active.id, followed: [{ id: author.id, name: 'Grace Hopper' }] });
  });
});

describe('subscribers export', () => {
  const said = ({ id: _id, createdAt: _since, linkGeneration: _links, state: _state, ...rest }: Subscriber) =>
    rest;

  it.each(['csv', 'json'])('as %s is read back by import with the same choices', async (format) => {
    const author = await store().followProfile({ sourceId: 'scholarfeed', key: '8', name: 'Grace Hopper' });
    const keywords = ['in "quotes", with commas', '=1+1'];
    const choices = { cadence: 'weekly', weekday: 3, hour: 23, timeZone: 'Asia/Kolkata', keywords } as const;
    await store().addSubscriber({
      ...{ ...choices, keywords, email: '+ada@example.org', state: 'active', authors: [author.id] },
      ...{ topics: ['robotics'], maxPapers: 7, quietDay: 'one-line' },
    });
    await store().addSubscriber({ email: 'pending@example.org', state: 'pending' });
    await store().leave((await store().addSubscriber({ email: 'left@example.org', state: 'active' })).id);
    const before = await store().subscribers();
    const file = join(installation.configDir, `readers.${format}`);
    expect(await type('export', '--format', format, '--out', file)).toMatchObject({ status: 0, err: '' });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await type('export', '--format', format)).out).toBe(await readFile(file, 'utf8'));

    for (const { email } of before) await store().removeSubscriber(email);
    const told = await type('import', file, '--confirmed');
    expect(told).toMatchObject({ status: 0, err: '' });
    expect(told.out).toMatch(/^1 added, 0 known already, 0 suppressed, 1 left, 0 bad, 1 asked to confirm/);
    const after = await store().subscribers();
    expect(after.map(({ email, state }) => `${email} ${state}`).sort()).toEqual([
      ...['+ada@example.org active', 'pending@example.org pending'],
    ]);
    const kept = before.filter(({ state }) => state !== 'left').map(said);
    expect(after.map(said)).toEqual(expect.arrayContaining(kept));
  });
});

describe('subscribers import', () => {
  const rows = (count: number) => Array.from({ length: count }, (_, at) => `r${at}@example.org`).join('\n');

  it('tells each bad row with its number and column, takes the others, and fails', async () => {
    const author = 'c0ffee00-0000-4000-8000-000000000001';
    const file = await save(
      'mixed.csv',
      `email,hour,authors\na@example.org,7,\nb b@example.org,25,\n"c@example.org,8,\nd@example.org,9,${author}\na@example.org,,\n`,
    );
    const told = await type('import', file, '--confirmed');
    expect(told.status).toBe(1);
    expect(told.err.split('\n')).toEqual([
      'row 3: email: it holds a space',
      'row 3: hour: expected a whole number from 0 to 23, found "25"',
      expect.stringMatching(/^row 4: its quotation marks do not fit/),
      `row 5: authors: there is no author with the id ${author}`,
      'broadsheet: 3 of 5 rows were not taken; the lines above say why',
      '',
    ]);
    expect(told.out).toBe('1 added, 1 known already, 0 suppressed, 0 left, 3 bad\n');
    expect(await store().subscribers()).toMatchObject([{ email: 'a@example.org', hour: 7, state: 'active' }]);
  });

  it('only looks with --dry-run', async () => {
    const file = await save('dry.csv', `email\n${rows(3)}\nnobody\n`);
    const told = await type('import', file, '--dry-run');
    expect(told).toMatchObject({ status: 1, out: '3 good rows, 1 bad ones; nothing was stored\n' });
    expect(await store().subscribers()).toEqual([]);
  });

  it('asks before more than a hundred are written to, and plans a letter for each', async () => {
    const file = await save('many.csv', `email\n${rows(101)}\n`);
    const refused = await type('import', file);
    expect(refused).toMatchObject({
      status: 2,
      out: '',
      err: expect.stringContaining('repeat it with --yes'),
    });
    const declined = await desk.type(['subscribers', 'import', file], 'n');
    expect(declined).toMatchObject({ status: 2, out: '', err: expect.stringContaining('nobody of these') });
    expect(await store().subscribers()).toEqual([]);
    const done = await desk.type(['subscribers', 'import', file], 'y');
    expect(done).toMatchObject({ status: 0, out: expect.stringContaining('101 asked to confirm') });
    const counts = await store().letterCounts();
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(101);
    const again = await type('import', file, '--yes');
    expect(again.out).toBe('0 added, 101 known already, 0 suppressed, 0 left, 0 bad\n');
  });

  it('never brings back whoever left, bounced or was suppressed', async () => {
    await store().suppress('bounced@example.org', 'bounced');
    await store().suppress('left@example.org', 'left');
    const file = await save('gone.jsonl', '{"email":"bounced@example.org"}\n{"email":"LEFT@example.org"}\n');
    for (const flags of [[], ['--confirmed']])
      expect((await type('import', file, ...flags)).out).toContain('0 added, 0 known already, 2 suppressed');
    expect(await store().subscribers()).toEqual([]);
  });

  it('reads standard input, and refuses a file that is not there', async () => {
    const told = await desk.type(
      ['subscribers', 'import', '-', '--confirmed'],
      undefined,
      'email\na@example.org\n',
    );
    expect(told).toMatchObject({ status: 0, err: '' });
    expect(await type('import', 'nowhere.csv')).toMatchObject({
      ...{ status: 2, err: expect.stringContaining('nowhere.csv: cannot be read (ENOENT)') },
    });
    expect(await type('import', '-')).toMatchObject({
      status: 2,
      err: expect.stringContaining('no standard input'),
    });
  });
});

describe('subscribers suppress', () => {
  it('holds until it is lifted, also through removal; having left is not lifted by an operator', async () => {
    await type('add', 'ada@example.org', '--confirmed');
    expect(await type('suppress', 'ADA@example.org')).toMatchObject({ status: 0 });
    expect(await type('remove', 'ada@example.org')).toMatchObject({ status: 0 });
    expect((await type('add', 'ada@example.org', '--confirmed')).err).toContain('suppressed');
    expect((await type('unsuppress', 'ada@example.org')).out).toContain('(it was: operator)');
    expect(await type('unsuppress', 'ada@example.org')).toMatchObject({ status: 2 });
    await store().suppress('ada@example.org', 'left');
    expect((await type('unsuppress', 'ada@example.org')).err).toContain('only their own confirmation');
    expect(await store().suppressionOf('ada@example.org')).toBe('left');
  });
});
