import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { carryCommand } from '../../src/holder/carry-command.js';
import { type Program, runProgram, startProgram } from '../support/run-program.js';
import { DAY, type Installation, makeInstallation } from './installation.js';
import { openTerminal, typeCommand } from './type-command.js';

// Each process loads the whole program, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const GREETING = /Broadsheet is on (http:\S+)\n/;

describe('start, with nothing configured', () => {
  let installation: Installation;
  let program: Program;
  let url = '';

  beforeAll(async () => {
    installation = await makeInstallation();
    // A command before the first start makes the folder, and its secrets.
    await typeCommand(['subscribers', 'list'], installation.variables);
    program = startProgram(['start'], installation.variables);
    url = (await program.says(GREETING))[1] ?? '';
  });
  afterAll(async () => {
    await program.end('SIGKILL');
    await installation.close();
  });

  /** As if typed at another terminal: carried out over the socket. */
  async function typeElsewhere(...argv: string[]) {
    const { io, ending } = openTerminal();
    return ending(await carryCommand(installation.dataDir, argv, io));
  }

  it('prints the address it really has, and the pages are there', async () => {
    expect(new URL(url).port).not.toBe('0');
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(url)).status).toBe(200);
  });

  it('prints the first password once, and it is the one kept', async () => {
    const [, password = ''] = await program.says(/as admin with the password (\S+) \(shown once\)/);
    const kept = JSON.parse(await readFile(join(installation.dataDir, 'secrets.json'), 'utf8'));
    expect(kept.adminPassword).toBe(password);
    expect(program.err()).not.toContain(password);
  });

  it('turns a second start on the same folder away', async () => {
    const second = await runProgram(['start'], installation.variables);
    expect(second.status).toBe(2);
    expect(second.err).toContain(
      `${installation.dataDir} is in use by process ${program.pid}; stop it first`,
    );
    expect(second.out).toBe('');
  });

  it('carries out a command of another terminal, with its output and status', async () => {
    const added = await runProgram(
      ['subscribers', 'add', 'Reader@Example.org', '--confirmed', '--topics', 'robotics'],
      installation.variables,
    );
    expect(added).toMatchObject({
      status: 0,
      out: 'added: reader@example.org, daily at 7:00 UTC, robotics\n',
    });
    const again = await typeElsewhere('subscribers', 'add', 'reader@example.org');
    expect(again.status).toBe(1);
    expect(again.err).toMatch(/^broadsheet: .*(known|exists|already)/);
  });

  it('carries out the commands that look after readers', async () => {
    expect((await typeElsewhere('subscribers', 'list')).out).toMatch(
      /reader@example\.org +active +daily, 7:00 UTC/,
    );
    expect(await typeElsewhere('subscribers', 'remove', 'nobody@example.org')).toMatchObject({ status: 2 });
    const list = ['subscribers', 'import', '-', '--confirmed'];
    const imported = await runProgram(list, installation.variables, 'email\nother@example.org\n');
    expect(imported).toMatchObject({ status: 0, err: '', out: expect.stringMatching(/^1 added, /) });
    expect(await typeElsewhere('subscribers', 'remove', 'other@example.org')).toMatchObject({ status: 0 });
    const left = (await typeElsewhere('subscribers', 'list', '--json')).out.trim().split('\n');
    expect(left.map((line) => JSON.parse(line).email)).toEqual(['reader@example.org']);
  });

  it('carries out the commands that look after operators', async () => {
    const added = await typeElsewhere('operators', 'add', 'eva', '--role', 'viewer');
    expect(added.out).toMatch(/^eva may log in as viewer with the password \S{16} \(shown once\)\n$/);
    expect((await typeElsewhere('operators', 'list')).out).toMatch(/admin +operator[\s\S]*eva +viewer/);
    expect((await typeElsewhere('operators', 'list', '--json')).out).not.toContain('passwordHash');
    expect(await typeElsewhere('operators', 'remove', 'eva')).toMatchObject({
      status: 0,
      out: 'eva is removed\n',
    });
    expect(await typeElsewhere('operators', 'remove', 'eva')).toMatchObject({ status: 2 });
  });

  it('carries out a reading, with its progress, and the list shows its health', async () => {
    expect((await typeElsewhere('sources', 'list')).out).toContain('not read yet');
    const read = await typeElsewhere('ingest', 'hf-daily', '--date', DAY);
    expect(read).toMatchObject({ status: 0, err: `reading: 1 of 1 (hf-daily ${DAY})\n` });
    expect(read.out).toMatch(new RegExp(`hf-daily  ${DAY}  ok +${installation.site.papersOn(DAY)} `));
    expect((await typeElsewhere('sources', 'list')).out).toMatch(/hf-daily +ok +20\d\d-/);
  });

  it('carries out a look at a digest and the sending of it', async () => {
    const preview = await typeElsewhere('digest', 'preview', '--to', 'reader@example.org', '--date', DAY);
    expect(preview.out).toMatch(/^Subject: .+\n\n[\s\S]*arxiv\.org\/abs\/26/);
    const sent = await typeElsewhere('digest', 'send', '--date', DAY);
    expect(sent).toMatchObject({ status: 0 });
    expect(sent.out).toMatch(new RegExp(`^daily edition of ${DAY}, No\\. 1, \\d+ papers: 1 sent\n$`));
    expect(await readdir(join(installation.dataDir, 'outbox'))).toHaveLength(1);
    const again = await typeElsewhere('digest', 'send', '--date', DAY);
    expect(again.out).toBe(sent.out);
    expect(await readdir(join(installation.dataDir, 'outbox'))).toHaveLength(1);
  });

  it('carries out a migration that has nothing to do', async () => {
    const migrated = await typeElsewhere('migrate');
    expect(migrated).toMatchObject({ status: 0 });
    expect(migrated.out).toMatch(/the database is up to date\n$/);
  });

  it('tells wrong use at the terminal it was typed at', async () => {
    const wrong = await runProgram(['ingest', 'hf-weekly'], installation.variables);
    expect(wrong.status).toBe(2);
    expect(wrong.err).toContain('there is no source "hf-weekly"');
  });

  it('takes the folder back after SIGKILL, with every row it had acknowledged', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, at) => typeElsewhere('subscribers', 'add', `reader-${at}@example.org`)),
    );
    // In the middle of work: further rows are on their way when the process dies.
    const late = Array.from({ length: 20 }, (_, at) =>
      typeElsewhere('subscribers', 'add', `late-${at}@example.org`).catch(() => ({ status: 1, out: '' })),
    );
    await late[0];
    await program.end('SIGKILL');
    const acknowledged = (await Promise.all(late)).filter(({ status }) => status === 0).length;
    expect(existsSync(join(installation.dataDir, 'broadsheet.sock'))).toBe(true);

    program = startProgram(['start'], installation.variables);
    await program.says(GREETING);
    const emails = (await typeElsewhere('subscribers', 'list', '--json')).out.match(/"email":"[^"]+"/g) ?? [];
    expect(emails.filter((email) => email.includes('reader-'))).toHaveLength(20);
    expect(emails.filter((email) => email.includes('late-')).length).toBeGreaterThanOrEqual(acknowledged);
    expect(program.out()).not.toContain('shown once');
  });

  it('ends with status 0 when it is asked to, and gives the folder back', async () => {
    const ending = await program.end('SIGTERM');
    expect(ending).toMatchObject({ status: 0 });
    expect(ending.err).toContain('"msg":"stopping"');
    expect(existsSync(join(installation.dataDir, 'broadsheet.sock'))).toBe(false);
  });

  it('leaves the folder so that a command finds everything when nothing runs', async () => {
    const listed = await typeCommand(['subscribers', 'list'], installation.variables);
    expect(listed).toMatchObject({ status: 0 });
    expect(listed.out).toContain('reader-19@example.org');
  });
});
