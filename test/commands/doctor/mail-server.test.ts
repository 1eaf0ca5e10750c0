import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkSmtp, judgeServer } from '../../../src/commands/doctor/check-smtp.js';
import { readEnvironment } from '../../../src/environment.js';
import { makeCertificate } from '../../support/make-certificate.js';

const clock = { now: () => new Date('2026-08-21T09:00:00Z') };
const { cert, key } = await makeCertificate();

async function openServer(options: SMTPServerOptions): Promise<number> {
  const server = new SMTPServer({
    ...{ cert, key, disableReverseLookup: true, closeTimeout: 200, authOptional: true },
    onAuth: ({ username, password }, _session, done) =>
      username === 'paper' && password === 'right'
        ? done(null, { user: username })
        : done(Object.assign(new Error('no, paper'), { responseCode: 535 })),
    ...options,
  });
  server.on('error', () => undefined);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return (server.server.address() as AddressInfo).port;
}

const look = (url: string | undefined, more: NodeJS.ProcessEnv = {}) =>
  checkSmtp(readEnvironment({ ...more, ...(url !== undefined && { SMTP_URL: url }) }), clock);
/** Trusts the test's own certificate. */
const trusted = `tls.ca=${encodeURIComponent(cert)}`;

describe('the mail server', () => {
  it.each([
    ['STARTTLS', 'smtp', {}],
    ['TLS from the start', 'smtps', { secure: true }],
  ])('is well with %s, a valid certificate and a log-in', async (_name, scheme, options) => {
    const port = await openServer(options);
    const found = await look(`${scheme}://paper:right@localhost:${port}?${trusted}`);
    expect(found).toMatchObject({ status: 'ok' });
    expect(found.found).toMatch(/^localhost, TLSv1\.3, certificate valid until \d{4}-\d\d-\d\d; logged in$/);
  });

  it('fails for a certificate that nobody vouches for, and warns where that is allowed', async () => {
    const port = await openServer({});
    expect(await look(`smtp://localhost:${port}`)).toMatchObject({
      status: 'fail',
      found: expect.stringContaining('self-signed certificate'),
      mend: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
    expect(await look(`smtp://localhost:${port}?tls.rejectUnauthorized=false`)).toMatchObject({
      status: 'warn',
      found: expect.stringContaining('is not checked and would not pass'),
    });
  });

  it('fails for a certificate of another name', async () => {
    const port = await openServer({});
    const found = await look(`smtp://127.0.0.1:${port}?tls.servername=mail.example.org&${trusted}`);
    expect(found).toMatchObject({ status: 'fail', mend: expect.stringContaining('certificate') });
  });

  it('fails for a wrong password, and tells neither name nor password', async () => {
    const port = await openServer({});
    const found = await look(`smtp://paper:wrong@localhost:${port}?${trusted}`);
    expect(found).toMatchObject({
      status: 'fail',
      found: `smtp: localhost:${port} cannot be used: user name or password refused (535)`,
      mend: 'correct the user name and password in SMTP_URL',
    });
    expect(JSON.stringify(found)).not.toMatch(/wrong|paper/);
  });

  it('warns where a log-in is configured and none is offered', async () => {
    const port = await openServer({ disabledCommands: ['AUTH', 'STARTTLS'] });
    expect(await look(`smtp://paper:right@127.0.0.1:${port}`)).toMatchObject({
      status: 'warn',
      found: expect.stringContaining('offers no log-in'),
    });
  });

  it('is well in the clear on this machine, and fails where nobody listens', async () => {
    const port = await openServer({ disabledCommands: ['AUTH', 'STARTTLS'] });
    expect(await look(`smtp://127.0.0.1:${port}`)).toEqual({
      status: 'ok',
      found: '127.0.0.1, in the clear, within a private network; without a log-in',
    });
    expect(await look('smtp://127.0.0.1:1')).toMatchObject({
      status: 'fail',
      found: expect.stringContaining('nobody listens there'),
      mend: expect.stringContaining('host and port'),
    });
  });
});

describe('what is known of a mail server', () => {
  const judge = (facts: Partial<Parameters<typeof judgeServer>[0]>) =>
    judgeServer(
      { host: 'mx.example.org', address: '11.22.33.44', login: 'none', ...facts },
      'smtp://x',
      clock,
    );
  const inTls = { protocol: 'TLSv1.3', trusted: true };

  it('is a warning when it is spoken to in the clear across a network', () => {
    expect(judge({})).toMatchObject({ status: 'warn', mend: expect.stringContaining('STARTTLS') });
    expect(judge({ address: '10.0.0.5' }).status).toBe('ok');
    expect(judge({ address: '10.0.0.5', login: 'done' })).toMatchObject({
      status: 'warn',
      found: expect.stringContaining('password and addresses'),
    });
  });

  it('is a warning when its certificate ends soon', () => {
    const until = (day: string) => judge({ tls: { ...inTls, certificateEndsAt: new Date(day) } });
    expect(until('2026-09-01')).toMatchObject({ status: 'warn', mend: 'renew the certificate' });
    expect(until('2026-10-01').status).toBe('ok');
  });
});

describe('without a mail server', () => {
  it('mails stay here: well at a laptop, a warning with a database server', async () => {
    expect(await look(undefined, { DATA_DIR: '/data' })).toMatchObject({
      status: 'ok',
      found: expect.stringContaining('/data/outbox'),
    });
    const server = { DATABASE_URL: 'postgres://localhost/x' };
    expect(await look(undefined, server)).toMatchObject({
      status: 'warn',
      mend: expect.stringContaining('SMTP_URL'),
    });
  });
});
