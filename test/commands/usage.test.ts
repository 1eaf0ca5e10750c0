import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { runProgram } from '../support/run-program.js';
import { typeCommand } from './type-command.js';

// Each process loads the whole program, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

/** Every command line there is, and the words its help must hold. */
const COMMANDS: [line: string, names: string[]][] = [
  ['', ['start', 'web', 'work', 'demo', 'ingest', 'digest', 'subscribers', 'operators', 'sources', 'parse']],
  ['start', []],
  ['web', ['DATABASE_URL']],
  ['work', ['--queues', 'scan-source', 'deliver-batch']],
  ['demo', ['--once', '--recorded']],
  ['ingest', ['[source...]', '--date', '--since', '--until', '--scope', '--force', '--trust', '--json']],
  ['digest', ['preview', 'send']],
  ['digest preview', ['--to', '--date', '--out']],
  ['digest send', ['--date', '--cadence', '--due-only', '--yes', '--json']],
  ['subscribers', ['add', 'import', 'export', 'list', 'remove', 'suppress', 'unsuppress']],
  [
    'subscribers add',
    ['--confirmed', '--cadence', '--hour', '--time-zone', '--max', '--topics', '--keywords'],
  ],
  ['subscribers import', ['<file>', '--format', '--confirmed', '--dry-run', '--yes']],
  ['subscribers export', ['--format', '--out']],
  ['subscribers list', ['--json']],
  ['subscribers remove', ['<email>']],
  ['subscribers suppress', ['<email>']],
  ['subscribers unsuppress', ['<email>']],
  ['bounce', ['[file]']],
  ['operators', ['add', 'list', 'remove']],
  ['operators add', ['<name>', '--role']],
  ['operators list', ['--json']],
  ['operators remove', ['<name>']],
  ['sources', ['list', 'check']],
  ['sources check', ['<source>', '--scope', '--json']],
  ['sources list', ['--json']],
  ['parse', ['<source>', '<file>', '--url', '--at', '--scope']],
  ['classify', ['[file]']],
  ['doctor', ['--send-to', '--dns', '--offline', '--json']],
  ['migrate', []],
];

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe('the command line', () => {
  it.each(COMMANDS)('"broadsheet %s --help" names what it takes', async (line, names) => {
    const help = await typeCommand([...line.split(' ').filter(Boolean), '--help'], {});
    expect(help).toMatchObject({ status: 0, err: '' });
    for (const name of [`Usage: broadsheet ${line}`, '--help', ...names]) expect(help.out).toContain(name);
  });

  it('tells its help as a process too, whatever the environment', async () => {
    const help = await runProgram(['digest', 'send', '--help'], { PORT: 'many' });
    expect(help).toMatchObject({ status: 0, err: '' });
    expect(help.out).toContain('--due-only');
  });

  it('tells its version', async () => {
    const version = await typeCommand(['--version'], {});
    expect(version).toMatchObject({ status: 0, err: '' });
    expect(version.out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    ['brew', "unknown command 'brew'"],
    ['subscribers brew', "unknown command 'brew'"],
    ['ingest --fast', "unknown option '--fast'"],
    ['digest preview', "required option '--to <email>' not specified"],
    ['parse hf-daily --url https://example.org', "missing required argument 'file'"],
    ['digest send --cadence hourly', '--cadence: expected daily or weekly, found "hourly"'],
    ['subscribers export --format xml', '--format: expected csv or json, found "xml"'],
    ['operators add eva --role queen', '--role: expected viewer or operator, found "queen"'],
    ['doctor --send-to eva', '--send-to: expected an address such as you@example.org, found "eva"'],
    ['doctor --offline --send-to eva@example.org', '--send-to: a mail cannot be sent --offline'],
    ['doctor --dns resolver', '--dns: expected the address of a DNS server such as 9.9.9.9'],
  ])('refuses "%s" with status 2 and words', async (line, words) => {
    const refused = await typeCommand(line.split(' '), {});
    expect(refused).toMatchObject({ status: 2, out: '' });
    expect(refused.err).toContain(words);
  });

  it.each(['', 'digest', 'subscribers'])('tells how "broadsheet %s" goes on, with status 2', async (line) => {
    const told = await typeCommand(line.split(' ').filter(Boolean), {});
    expect(told.status).toBe(2);
    expect(told.err).toContain('Usage: broadsheet');
  });

  it.each(['web', 'work'])('has "%s" need a database that several processes can share', async (command) => {
    const refused = await typeCommand([command], { DATA_DIR: await makeFolder() });
    expect(refused).toMatchObject({ status: 2, out: '' });
    expect(refused.err).toContain(`${command}: DATABASE_URL is not set`);
    expect(refused.err).toContain('use `broadsheet start`');
  });
});

describe('a wrong configuration', () => {
  it.each([
    [
      'default.yaml',
      'mail:\n  inflight: 3\n',
      'default.yaml: unknown key mail.inflight; expected only the keys shown in config/',
    ],
    ['default.yaml', 'readers:\n  hour: 24\n', 'default.yaml: readers.hour: expected at most 23, found 24'],
    ['sources.yaml', '- id: hf-daily\n', 'sources.yaml: 0.schedule: expected string, found nothing'],
    ['sources.yaml', "- id: hf-hourly\n  schedule: '0 * * * *'\n", 'there is no source "hf-hourly"'],
    ['topics.yaml', '- id: Robots\n', 'topics.yaml: 0.id: expected lower-case words joined by hyphens'],
  ])(
    'in %s (%j) stops a command with status 2, file, path, found and expected',
    async (name, text, words) => {
      const folder = await makeFolder();
      await writeFile(join(folder, name), text);
      const refused = await typeCommand(['migrate'], { CONFIG_DIR: folder, DATA_DIR: join(folder, 'data') });
      expect(refused).toMatchObject({ status: 2, out: '' });
      expect(refused.err).toContain(words);
    },
  );

  it('ends the process with status 2, whether it is in a file or in a variable', async () => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'default.yaml'), 'readers:\n  hour: 24\n');
    const data = { DATA_DIR: join(folder, 'data') };
    const [file, variable] = await Promise.all([
      runProgram(['start'], { ...data, CONFIG_DIR: folder }),
      runProgram(['subscribers', 'list'], { ...data, PORT: 'many' }),
    ]);
    expect(file).toMatchObject({ status: 2, out: '' });
    expect(file.err).toContain(
      `${join(folder, 'default.yaml')}: readers.hour: expected at most 23, found 24`,
    );
    expect(variable).toMatchObject({ status: 2, out: '' });
    expect(variable.err).toContain('environment: PORT: expected a port, 0 to 65535');
  });
});
