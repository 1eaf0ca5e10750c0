import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Installation, makeInstallation } from './installation.js';
import { type Desk, openDesk } from './type-command.js';

// Each process loads the whole program, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const at = (time: string) => new Date(`2026-08-13T${time}:00Z`);

/** One installation for the whole file: each test sends an edition of its own, with a list of its own in it. */
let installation: Installation;
let desk: Desk;
let now = at('04:00');

beforeAll(async () => {
  installation = await makeInstallation();
  desk = await openDesk(installation.variables, { now: () => now });
});
afterAll(async () => {
  await desk.close();
  await installation.close();
});

const readList = (day: string) => desk.type(['ingest', 'hf-daily', '--date', day]);
const send = (day: string, ...argv: string[]) => desk.type(['digest', 'send', '--date', day, ...argv]);
const listOutbox = () => readdir(join(installation.dataDir, 'outbox')).catch(() => []);

async function addReaders(count: number, hour: number): Promise<void> {
  const { store } = desk.app.deps;
  for (let reader = 0; reader < count; reader += 1)
    await store.addSubscriber({ email: `reader-${hour}-${reader}@example.org`, state: 'active', hour });
}

it('send freezes an edition for nobody, and says so', async () => {
  await readList('2026-08-10');
  const told = await send('2026-08-11');
  expect(told).toMatchObject({ status: 0 });
  expect(told.out).toMatch(/^daily edition of 2026-08-11, No\. 1, \d+ papers: no readers were due\n$/);
});

it('preview shows what the reader would get, and stores nothing', async () => {
  await readList('2026-08-11');
  await addReaders(1, 9);
  const preview = (...argv: string[]) =>
    desk.type(['digest', 'preview', '--to', 'reader-9-0@example.org', '--date', '2026-08-12', ...argv]);
  const shown = await preview();
  expect(shown).toMatchObject({ status: 0, err: '' });
  expect(shown.out).toMatch(/^Subject: \S.*\n\n[\s\S]*arxiv\.org\/abs\/26\d\d\.\d{5}/);
  const file = join(installation.dataDir, 'look.eml');
  expect(await preview('--out', file)).toMatchObject({ status: 0 });
  const mail = await PostalMime.parse(await readFile(file));
  expect(shown.out).toContain(`Subject: ${mail.subject}\n`);
  expect(await preview('--out', 'look.pdf')).toMatchObject({ status: 2, out: '' });
  expect(await desk.app.deps.store.editionOf('daily', '2026-08-12')).toBeUndefined();
  expect(await listOutbox()).toEqual([]);
});

it('preview refuses an address that is no reader', async () => {
  const refused = await desk.type(['digest', 'preview', '--to', 'nobody@example.org']);
  expect(refused).toMatchObject({ status: 2, out: '' });
  expect(refused.err).toContain('there is no reader of that address');
});

it('send --due-only sends to those whose hour has come, and without it to the others too', async () => {
  await addReaders(2, 6);
  const early = await send('2026-08-12', '--due-only');
  expect(early).toMatchObject({ status: 0 });
  expect(early.out).toMatch(/: 3 planned\n$/);
  now = at('06:30');
  expect((await send('2026-08-12', '--due-only')).out).toMatch(/: 1 planned, 2 sent\n$/);
  expect(await listOutbox()).toHaveLength(2);
  expect((await send('2026-08-12')).out).toMatch(/: 3 sent\n$/);
  expect((await send('2026-08-12')).out).toMatch(/: 3 sent\n$/);
  expect(await listOutbox()).toHaveLength(3);
});

it('send asks before it goes to more than a hundred, and sends nothing where nobody can be asked', async () => {
  await addReaders(98, 12);
  await readList('2026-08-12');
  const refused = await send('2026-08-13');
  expect(refused).toMatchObject({ status: 2, out: '' });
  expect(refused.err).toContain('this goes to 101 readers; repeat it with --yes');
  const declined = await desk.type(['digest', 'send', '--date', '2026-08-13'], 'n');
  expect(declined).toMatchObject({ status: 2, out: '' });
  expect(declined.err).toBe('Send to 101 readers now? [y/N] broadsheet: nothing was sent\n');
  expect(await listOutbox()).toHaveLength(3);

  const sent = await send('2026-08-13', '--yes', '--json');
  expect(sent.status).toBe(0);
  expect(JSON.parse(sent.out)).toMatchObject({ sent: 101, planned: 0, unknown: 0 });
  expect(await listOutbox()).toHaveLength(104);
});
