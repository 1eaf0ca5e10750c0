import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runProgram, startProgram } from '../support/run-program.js';
import { readMails } from './read-mails.js';
import { typeCommand } from './type-command.js';

// Each process loads the whole program, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

/** What a demo that was killed half-way leaves behind: its mark, a broken database, an old mail. */
async function leaveAsDemo(folder: string): Promise<void> {
  for (const part of ['db', 'outbox']) await mkdir(join(folder, part));
  await writeFile(join(folder, 'demo'), 'an earlier demo was here\n');
  await writeFile(join(folder, 'db', 'PG_VERSION'), 'half');
  await writeFile(join(folder, 'outbox', '20260101T000000Z-0123456789abcdef.eml'), 'Subject: old\r\n\r\n');
}

describe('demo --once', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'broadsheet-test-'));
    await leaveAsDemo(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('empties the folder of an earlier demo, lives through the week and leaves digests without defects', async () => {
    const told = await runProgram(['demo', '--once'], { DATA_DIR: folder });
    expect(told).toMatchObject({ status: 0 });
    expect(told.err).toMatch(/^living: 0 of \d+/);
    expect(told.err).not.toContain('"level"');
    expect(told.out).toMatch(/^A sample week, served from http:\/\/127\.0\.0\.1:\d+: 2026-08-06 to /);
    expect(told.out).toMatch(/^day +on the page +new +known +changed/m);
    for (const day of ['Sat 2026-08-08', 'Sun 2026-08-09'])
      expect(told.out).toMatch(new RegExp(`^${day} +0 +nothing new `, 'm'));
    expect(told.out).toMatch(/^Ryumei Nakada +h-index +8 +no day$/m);
    expect(told.out).toMatch(/^ +papers +11 → 12 +Tue 11$/m);
    expect(told.out).toMatch(/^ +citations +207 → 212 +Mon 10, Tue 11, Wed 12, Thu 13$/m);
    expect(told.out).toMatch(/^Nothing old was mailed: .* 2026-08-06, .* 16 papers known/m);
    expect(told.out).toContain(
      'ben@example.org follows Ryumei Nakada, whose new paper was in the edition of 2026-08-12',
    );

    expect(await readdir(join(folder, 'outbox'))).not.toContain('20260101T000000Z-0123456789abcdef.eml');
    const mails = await readMails(join(folder, 'outbox'));
    expect(mails.length).toBeGreaterThanOrEqual(4);
    expect(new Set(mails.map(({ to }) => to))).toEqual(new Set(['ada@example.org', 'ben@example.org']));
    for (const { structure, htmlIds, textIds, subject, from } of mails) {
      expect(structure).toEqual(['multipart/alternative', 'text/plain', 'text/html']);
      expect(htmlIds.length).toBeGreaterThan(0);
      // The HTML part links the paper that rises fastest above all others.
      expect(textIds.toSorted()).toEqual(htmlIds.toSorted());
      expect(told.out).toContain(subject);
      expect(from).toContain('@');
    }
    const wednesday = mails.find(({ to, subject }) => to === 'ben@example.org' && subject.includes('12 Aug'));
    expect(wednesday?.textIds[0]).toBe('2505.11771');
    const old = ['2302.06232', '2412.06289', '1907.02177'];
    expect(mails.flatMap(({ htmlIds }) => htmlIds).filter((id) => old.includes(id))).toEqual([]);
  });

  it('leaves a folder alone that holds a database of somebody else', async () => {
    const foreign = join(folder, 'foreign');
    await mkdir(join(foreign, 'db'), { recursive: true });
    const refused = await typeCommand(['demo', '--once'], { DATA_DIR: foreign });
    expect(refused).toMatchObject({ status: 2, out: '' });
    expect(refused.err).toContain(`DATA_DIR: ${foreign} holds a database that no demo made`);
    expect(await readdir(foreign)).toEqual(['db']);
    expect((await readFile(join(folder, 'demo'), 'utf8')).length).toBeGreaterThan(0);
  });
});

describe('demo', () => {
  it('carries out commands of other terminals, and no other demo takes its folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'broadsheet-test-'));
    const variables = { DATA_DIR: folder, PORT: '0' };
    const demo = startProgram(['demo'], variables);
    await demo.says(/The front page is on (http:\S+);/);
    const mails = await readdir(join(folder, 'outbox'));

    const second = await runProgram(['demo', '--once'], variables);
    expect(second).toMatchObject({ status: 2, err: expect.stringContaining('is in use by process') });
    expect(await readdir(join(folder, 'outbox'))).toEqual(mails);

    const list = await runProgram(['subscribers', 'list'], variables);
    expect(list).toMatchObject({ status: 0, out: expect.stringContaining('ada@example.org') });
    expect(await demo.end('SIGINT')).toMatchObject({ err: expect.not.stringContaining('Error') });
    await rm(folder, { recursive: true, force: true });
  });
});
