import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hashToken } from '../../src/access/tokens.js';
import { RenderError } from '../../src/errors.js';
import { keepWatch } from '../../src/jobs/keep-watch.js';
import { sendLetter } from '../../src/jobs/send-letter.js';
import type { Message, Receipt } from '../../src/model/message.js';
import { emptyTables } from '../store/stage.js';
import { readOutbox } from '../support/read-outbox.js';
import { type JobStage, openStage, runJob } from './stage.js';

let stage: JobStage;
beforeAll(async () => {
  stage = await openStage('2026-08-20T12:00:00Z');
});
beforeEach(() => emptyTables(stage.database));
afterAll(() => stage.close());

const EMAIL = 'ada@example.org';
const now = () => stage.clock.now();

async function ask(): Promise<string> {
  const { letterId } = await stage.store.subscribe({ email: EMAIL, choices: {}, now: now() });
  return letterId ?? '';
}

const send = (letterId: string, over: Partial<JobStage['deps']> = {}) =>
  runJob(sendLetter, { letterId }, { ...stage.deps, ...over });
const counts = async () => (await stage.store.letterCounts()).map(({ kind, state }) => `${kind} ${state}`);

/** A transport that keeps what it is handed, and answers as it is told. */
function keepMails(receipt: Receipt = { outcome: 'sent', response: '250 ok' }) {
  const mails: Message[] = [];
  const transport = {
    ...stage.deps.transport,
    async send(message: Message) {
      mails.push(message);
      return receipt;
    },
  };
  return { mails, transport };
}

describe('a letter', () => {
  it('carries a link whose token lets the reader confirm, and is nowhere else but in the mail', async () => {
    const letterId = await ask();
    expect(await send(letterId)).toEqual({ letter: letterId, kind: 'confirm', outcome: 'sent' });
    const raw = (await readOutbox(join(stage.dir, 'outbox'))).at(-1);
    const mail = await PostalMime.parse(raw ?? '');
    expect(mail.to).toEqual([{ address: EMAIL, name: '' }]);
    expect(mail.messageId).toBe(`<${letterId}@paper.example.org>`);
    const [, token = ''] =
      /https:\/\/paper\.example\.org\/confirm\/([\w-]{43})\b/.exec(mail.text ?? '') ?? [];
    expect(mail.html).toContain(`/confirm/${token}`);
    const stored = await stage.database.query('SELECT t::text, l::text FROM tokens t, letters l');
    expect(stored).toHaveLength(1);
    expect(JSON.stringify(stored)).not.toContain(token);
    const confirmed = await stage.store.confirm(hashToken('confirm', token) ?? '', now());
    expect(confirmed?.subscriber.state).toBe('active');
  });

  it('is sent once, however often the job runs', async () => {
    const letterId = await ask();
    const { mails, transport } = keepMails();
    const told = [await send(letterId, { transport }), await send(letterId, { transport })];
    expect(told.map(({ outcome }) => outcome)).toEqual(['sent', 'nothing to do']);
    expect(mails).toHaveLength(1);
  });

  it('that cannot be written is refused with the reason, and nothing is sent', async () => {
    const letters = () => {
      throw new RenderError('no header may hold it');
    };
    const { mails, transport } = keepMails();
    expect(await send(await ask(), { letters, transport })).toMatchObject({ outcome: 'refused' });
    expect(mails).toEqual([]);
    const [row] = await stage.database.query('SELECT state, reason FROM letters');
    expect(row).toEqual({ state: 'refused', reason: 'cannot be written: no header may hold it' });
    expect(await stage.database.query('SELECT 1 FROM tokens')).toEqual([]);
  });

  it('is not sent to an address that was suppressed after it was planned', async () => {
    const { mails, transport } = keepMails();
    const told = await stage.store.subscribe({ email: EMAIL, choices: {}, now: now() });
    await stage.store.suppress(EMAIL, 'complained');
    expect(await send(told.letterId ?? '', { transport })).toMatchObject({ outcome: 'skipped' });
    expect(mails).toEqual([]);
    expect(await counts()).toEqual(['confirm skipped']);
  });

  it('that was put off goes again when the watch finds it due', async () => {
    const letterId = await ask();
    const { transport } = keepMails({ outcome: 'deferred', reason: '451 not now', code: 451 });
    expect(await send(letterId, { transport })).toMatchObject({ outcome: 'deferred' });
    expect(await runJob(keepWatch, {}, stage.deps)).toMatchObject({ letters: { due: 0 } });
    stage.clock.turnTo(new Date(now().getTime() + 6 * 60_000));
    expect(await runJob(keepWatch, {}, stage.deps)).toMatchObject({
      letters: { due: 1, returned: 0, unknown: 0 },
      next: [{ job: 'send-letter', payload: { letterId } }],
    });
    expect(await send(letterId)).toMatchObject({ outcome: 'sent' });
  });

  it('of a process that died while writing is found by the watch', async () => {
    const letterId = await ask();
    await stage.store.leaseLetter({ letterId, owner: 'dead', leaseSeconds: -1, now: now() });
    expect(await runJob(keepWatch, {}, stage.deps)).toMatchObject({ letters: { due: 1, returned: 1 } });
  });

  it('is named by an id, and by nothing else', () => {
    expect(sendLetter.payload.safeParse({ letterId: 'nobody' }).success).toBe(false);
  });
});
