import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLinks } from '../../src/access/links.js';
import { createReturnPaths } from '../../src/access/return-paths.js';
import { complaint, eximReport } from '../mail/sample-reports.js';
import { emptyReaders } from './empty-readers.js';
import { type Installation, makeInstallation } from './installation.js';
import { type Desk, openDesk } from './type-command.js';

// Each process loads the whole program, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let installation: Installation;
let desk: Desk;
beforeAll(async () => {
  installation = await makeInstallation();
  desk = await openDesk(installation.variables);
});
beforeEach(() => emptyReaders(desk.app));
afterAll(async () => {
  await desk.close();
  await installation.close();
});

const store = () => desk.app.deps.store;

describe('bounce', () => {
  const bounce = (subject: string) =>
    desk.type(['bounce'], undefined, `From: a@example.org\r\nSubject: ${subject}\r\n\r\n`);

  it('lets the reader leave before it ends', async () => {
    const reader = await store().addSubscriber({ email: 'ada@example.org', state: 'active' });
    const token = desk.app.links.unsubscribeToken(reader);
    expect(await bounce(`leave ${token}`)).toMatchObject({
      status: 0,
      out: 'the reader has left\n',
      err: '',
    });
    expect((await store().subscriber(reader.id))?.state).toBe('left');
    await store().removeSubscriber(reader.email);
    expect(await bounce(`leave ${token}`)).toMatchObject({
      status: 0,
      out: 'there is no such reader any more\n',
    });
  });

  it('refuses a token of somebody else’s making or a part of one, and changes nothing', async () => {
    const reader = await store().addSubscriber({ email: 'ada@example.org', state: 'active' });
    const foreign = createLinks({ secretKey: 'another secret key', publicUrl: 'https://paper.example.org' });
    for (const token of [foreign.unsubscribeToken(reader), desk.app.links.unsubscribeToken(reader).slice(1)])
      expect(await bounce(`leave ${token}`)).toMatchObject({
        status: 1,
        err: expect.stringContaining('no token of ours'),
      });
    expect((await store().subscriber(reader.id))?.state).toBe('active');
  });

  it('leaves every other mail alone, and says so', async () => {
    const told = await bounce('Undelivered Mail Returned to Sender');
    expect(told).toMatchObject({ status: 0, err: '', out: expect.stringContaining('nothing was changed') });
  });

  it('ends mail to an address that is gone, once, and to one whose reader complains', async () => {
    const report = (message: Buffer) => desk.type(['bounce'], undefined, message.toString());
    const [ada, eve] = await Promise.all(
      ['ada', 'eve'].map((name) => store().addSubscriber({ email: `${name}@example.org`, state: 'active' })),
    );
    const paths = createReturnPaths(desk.app.secrets.secretKey, 'bounces@paper.example.org');
    const to =
      paths.returnPath({
        subscriberId: ada?.id ?? '',
        generation: 0,
        cadence: 'daily',
        date: '2026-08-12',
      }) ?? '';
    const ended = 'no mail goes to this reader any more';
    expect(await report(eximReport({ to }))).toMatchObject({
      status: 0,
      out: expect.stringContaining(ended),
    });
    expect(await report(eximReport({ to }))).toMatchObject({
      status: 0,
      out: expect.stringContaining('nothing was changed'),
    });
    const unsubscribe = `<${desk.app.links.unsubscribe({ id: eve?.id ?? '' })}>`;
    expect((await report(complaint({ to: 'redacted@example.com', unsubscribe }))).out).toContain(ended);
    expect(await store().suppressionOf('ada@example.org')).toBe('bounced');
    expect(await store().suppressionOf('eve@example.org')).toBe('complained');
  });
});
