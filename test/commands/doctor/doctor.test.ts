import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Finding } from '../../../src/commands/doctor/verdict.js';
import { dailyPaper, showDay } from '../../support/daily-papers.js';
import { openDnsServer } from '../../support/dns-server.js';
import { type MisbehavingSite, openMisbehavingSite, page } from '../../support/misbehaving-site.js';
import { openSmtpInbox } from '../../support/smtp-inbox.js';
import { type Installation, makeInstallation } from '../installation.js';
import { type Desk, openDesk, typeCommand } from '../type-command.js';

const TODAY = '2026-08-20';

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-doctor-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const find = (out: string, name: string): Finding | undefined =>
  (JSON.parse(out) as Finding[]).find(({ check }) => check === name);

async function look(variables: NodeJS.ProcessEnv, ...argv: string[]) {
  const ending = await typeCommand(['doctor', '--json', ...argv], variables);
  return { ...ending, find: (name: string) => find(ending.out, name) };
}

describe('doctor on a fresh installation', () => {
  it('has nothing to fail, makes nothing, and says what to do', async () => {
    const folder = await makeFolder();
    const DATA_DIR = join(folder, 'data');
    const told = await typeCommand(['doctor', '--offline'], { DATA_DIR });
    expect(told).toMatchObject({ status: 0, err: '' });
    expect(told.out).toMatch(/^ok {4}database +embedded; none has been made yet/m);
    expect(told.out).toMatch(/^warn {2}worker .* → start the program with `broadsheet start`$/m);
    expect(told.out).toMatch(/^0 fail, 1 warning, \d+ ok\n$/m);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('doctor with what cannot be used', () => {
  it('tells what is wrong in the configuration, and looks at what does not need it', async () => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'default.yaml'), 'readers:\n  hour: 24\n');
    const told = await look({ CONFIG_DIR: folder, DATA_DIR: join(folder, 'data') });
    expect(told.status).toBe(1);
    expect(told.find('configuration')).toMatchObject({
      status: 'fail',
      found: expect.stringContaining('default.yaml: readers.hour: expected at most 23, found 24'),
    });
    expect(told.find('database')?.status).toBe('ok');
    expect(told.find('the rest')?.status).toBe('warn');
  });

  it('tells what is wrong in the environment, and never a value', async () => {
    const told = await look({ PORT: 'many', SECRET_KEY: 'short-secret-key' });
    expect(told.status).toBe(1);
    expect(told.find('configuration')?.found).toContain('environment: PORT: expected a port');
    expect(told.out).not.toContain('short-secret-key');
  });

  it('fails for a database server that does not answer', async () => {
    const told = await look(
      {
        DATABASE_URL: 'postgres://eva:hush-hush@127.0.0.1:1/none',
        SECRET_KEY: 'k'.repeat(20),
        DATA_DIR: await makeFolder(),
      },
      '--offline',
    );
    expect(told.status).toBe(1);
    expect(told.find('database')).toMatchObject({
      status: 'fail',
      mend: 'start PostgreSQL, or correct DATABASE_URL',
    });
    expect(told.out + told.err).not.toContain('hush-hush');
  });

  it('fails for a Redis that does not answer, and tells no password', async () => {
    const told = await look(
      { REDIS_URL: 'redis://:hush-hush@127.0.0.1:1', DATA_DIR: await makeFolder() },
      '--offline',
    );
    expect(told.find('redis')).toMatchObject({
      status: 'fail',
      found: expect.stringContaining('127.0.0.1:1 cannot be used'),
    });
    expect(told.out + told.err).not.toContain('hush-hush');
  });

  it('fails for secrets that others can read, and warns of an open folder and files', async () => {
    const folder = await makeFolder();
    const [data, keyFile] = [join(folder, 'data'), join(folder, 'key')];
    await mkdir(data);
    const secrets = { secretKey: 'a-secret-of-this-test', adminPassword: 'another-secret' };
    await writeFile(join(data, 'secrets.json'), JSON.stringify(secrets));
    await writeFile(keyFile, 'a-token-of-this-test');
    await Promise.all([chmod(data, 0o755), chmod(join(data, 'secrets.json'), 0o644), chmod(keyFile, 0o644)]);
    const variables = { DATA_DIR: data, BOUNCE_TOKEN_FILE: keyFile };
    const told = await look(variables, '--offline');
    expect(told.find('file modes')).toEqual({
      check: 'file modes',
      status: 'fail',
      found: expect.stringContaining('secrets.json is 0644, so that others can read it'),
      mend: `run \`chmod 600 ${join(data, 'secrets.json')}\`; run \`chmod 700 ${data}\`; run \`chmod o-rwx ${keyFile}\``,
    });
    expect(told.out).not.toMatch(/of-this-test|another-secret/);
    await Promise.all([chmod(data, 0o700), chmod(join(data, 'secrets.json'), 0o600), chmod(keyFile, 0o600)]);
    expect((await look(variables, '--offline')).find('file modes')?.status).toBe('ok');
  });
});

describe('doctor beside the running program', () => {
  let site: MisbehavingSite;
  let installation: Installation;
  let desk: Desk;
  beforeAll(async () => {
    site = await openMisbehavingSite();
    installation = await makeInstallation({}, site.url);
    Object.assign(installation.variables, { PUBLIC_URL: site.url });
    desk = await openDesk(installation.variables, { now: () => new Date(`${TODAY}T12:00:00Z`) });
  });
  afterAll(async () => {
    await desk.close();
    await installation.close();
    await site.close();
  });
  const lookBeside = async (...argv: string[]) => {
    const ending = await desk.type(['doctor', '--json', ...argv]);
    return { ...ending, find: (name: string) => find(ending.out, name) };
  };

  it('is well when the pages answer, the source reads and a worker is at work', async () => {
    site.on('/healthz', page(JSON.stringify({ status: 'ok', version: '0.1.0' })));
    showDay(
      site,
      TODAY,
      [1, 2, 3].map((number) => dailyPaper(number, TODAY)),
    );
    await desk.app.deps.store.beat('keep-watch');
    const told = await lookBeside();
    expect(told).toMatchObject({ status: 0, err: '' });
    expect(told.find('database')?.found).toMatch(/^embedded, PostgreSQL \d+.*; up to date$/);
    expect(told.find('secret key')?.found).toBe('it is the one that the database was made with');
    expect(told.find('source hf-daily')).toMatchObject({
      status: 'ok',
      found: `day ${TODAY} reads: 3 papers`,
    });
    expect(told.find('public url')).toMatchObject({ status: 'ok', found: `${site.url} answers` });
    expect(told.find('worker')?.status).toBe('ok');
    expect(JSON.parse(told.out).every(({ status }: Finding) => status === 'ok')).toBe(true);
  });

  it('fails for a page that is not ours and a source that does not read', async () => {
    site.on('/healthz', page('<h1>Somebody else</h1>'));
    showDay(site, TODAY, []);
    site.on(`/api/daily_papers?date=${TODAY}&limit=100`, page('<title>Something broke</title>'));
    site.on(`/papers/date/${TODAY}`, page('<title>Something broke</title>'));
    const told = await lookBeside();
    expect(told.status).toBe(1);
    expect(told.find('source hf-daily')).toMatchObject({
      status: 'fail',
      mend: expect.stringContaining('broadsheet sources check hf-daily'),
    });
    expect(told.find('public url')).toMatchObject({ status: 'fail', mend: expect.stringContaining('PORT') });
    expect(told.err).toContain('not well: ');
  });

  it('writes a mail to the outbox, with every header a digest has', async () => {
    const told = await lookBeside('--send-to', 'eva@example.org');
    expect(told.find('mail')).toMatchObject({ status: 'ok', found: expect.stringContaining('written to ') });
  });
});

describe('doctor --send-to', () => {
  it('sends one real mail and says what the server answered; a sender that nobody can look up fails', async () => {
    const folder = await makeFolder();
    const dns = await openDnsServer();
    const inbox = await openSmtpInbox({
      behaviour: {
        rcpt: (to) => (to === 'full@example.org' ? { refuse: 552, words: 'mailbox full' } : undefined),
      },
    });
    onTestFinished(async () => void (await Promise.all([inbox.close(), dns.close()])));
    await writeFile(join(folder, 'sources.yaml'), '[]');
    const variables = {
      ...{ CONFIG_DIR: folder, DATA_DIR: join(folder, 'data'), SMTP_URL: inbox.url, PORT: '0' },
      ...{ MAIL_FROM: 'Paper <paper@example.org>', BOUNCE_ADDRESS: 'b@example.org' },
    };
    const told = await look(variables, '--dns', dns.address, '--send-to', 'Eva@Example.org');
    expect(told.find('mail')).toMatchObject({
      status: 'ok',
      found: expect.stringContaining('the mail server took it'),
    });
    expect(told.find('spf')?.found).toBe('example.org has no SPF record');
    expect(inbox.received).toMatchObject([{ from: 'b@example.org', to: ['eva@example.org'] }]);
    const [mail] = await inbox.parsed();
    const headers = Object.fromEntries(mail?.headers.map(({ key, value }) => [key, value]) ?? []);
    expect(headers).toMatchObject({
      'list-unsubscribe': expect.stringMatching(/^<http.*\/unsubscribe\/.*>, <mailto:b@example\.org\?/),
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
      'auto-submitted': 'auto-generated',
    });
    expect(mail?.text).toContain('THIS MAIL ARRIVED');
    const refused = await look(variables, '--dns', dns.address, '--send-to', 'full@example.org');
    expect(refused.find('mail')).toMatchObject({ status: 'fail', found: 'refused: 552 mailbox full' });
    const unset = await look({ ...variables, MAIL_FROM: '' }, '--dns', dns.address);
    expect(unset.find('sender')).toMatchObject({
      status: 'fail',
      mend: expect.stringContaining('MAIL_FROM'),
    });
  });
});
