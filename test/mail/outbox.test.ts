import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOutbox } from '../../src/mail/outbox.js';
import { sampleMessage } from './sample-message.js';

let home = '';
let dir = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'broadsheet-outbox-'));
  dir = join(home, 'outbox');
});
afterEach(() => rm(home, { recursive: true, force: true }));

function mailsIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.eml')) : [];
}

function numberedMessage(index: number) {
  return sampleMessage({
    messageId: `<m${index}@papers.example.org>`,
    to: `reader${index}@example.net`,
    date: new Date(Date.UTC(2026, 7, 21, 5, 0, index)),
  });
}

describe('writing', () => {
  it('makes one file a message, for the owner alone', async () => {
    const receipt = await createOutbox(dir).send(sampleMessage());
    const files = await readdir(dir);
    expect(files).toEqual([expect.stringMatching(/^20260821T050000Z-[0-9a-f]{16}\.eml$/)]);
    expect(receipt).toEqual({ outcome: 'sent', response: `written to ${files[0]}` });
    expect((await stat(dir)).mode & 0o777).toBe(0o700);
    expect((await stat(join(dir, files[0] ?? ''))).mode & 0o777).toBe(0o600);
  });

  it('writes a mail that a parser reads without defects', async () => {
    await createOutbox(dir).send(sampleMessage());
    const [file = ''] = await readdir(dir);
    const raw = await readFile(join(dir, file));
    expect(raw.toString('latin1')).not.toMatch(/[^\r]\n|[\x80-\xff]/);
    const mail = await PostalMime.parse(raw);
    expect(mail.messageId).toBe('<daily-2026-08-21.r1@papers.example.org>');
    expect(mail.text?.trim()).toBe(sampleMessage().text.trim());
    expect(mail.html?.trim()).toBe(sampleMessage().html);
  });

  it('puts the same message in the place of the first, also after a restart', async () => {
    await createOutbox(dir).send(sampleMessage());
    const resent = sampleMessage({ subject: 'Again', date: new Date('2026-08-22T05:00:00Z') });
    await createOutbox(dir).send(resent);
    expect(await createOutbox(dir).list()).toEqual([
      expect.objectContaining({ subject: 'Again', date: resent.date }),
    ]);
  });

  it('takes two hundred messages at once and leaves nothing half-written', async () => {
    const outbox = createOutbox(dir);
    const messages = Array.from({ length: 200 }, (_, index) => numberedMessage(index));
    const receipts = await Promise.all(messages.map((message) => outbox.send(message)));
    expect(receipts.every(({ outcome }) => outcome === 'sent')).toBe(true);
    const files = await readdir(dir);
    expect(files.filter((file) => file.endsWith('.eml'))).toHaveLength(200);
    expect(files.filter((file) => !file.endsWith('.eml'))).toEqual([]);
  });

  it('shows only whole mails when it is killed as the first appears', async () => {
    const script = fileURLToPath(new URL('outbox-writer.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', script, dir], { stdio: 'inherit' });
    while (mailsIn(dir).length === 0) await delay(1);
    child.kill('SIGKILL');
    await once(child, 'close');
    const outbox = createOutbox(dir);
    const entries = await outbox.list();
    expect(entries.length).toBeGreaterThan(0);
    for (const { name } of entries) expect((await outbox.read(name))?.html).toContain('the end');
  });

  it('clears what a killed process left, but nothing that may still be written', async () => {
    await mkdir(dir);
    await writeFile(join(dir, '.old.tmp'), 'half');
    await writeFile(join(dir, '.new.tmp'), 'half');
    await utimes(join(dir, '.old.tmp'), new Date(0), new Date(0));
    await createOutbox(dir).send(sampleMessage());
    const files = await readdir(dir);
    expect(files).toContain('.new.tmp');
    expect(files).not.toContain('.old.tmp');
  });

  it('defers a message when the folder cannot be made', async () => {
    await writeFile(dir, 'a file in its place');
    const outbox = createOutbox(dir);
    expect(await outbox.send(sampleMessage())).toMatchObject({ outcome: 'deferred' });
    await expect(outbox.verify()).rejects.toThrow(/outbox: the folder cannot be used \(\w+\)/);
  });

  it('refuses a message to no address', async () => {
    const receipt = await createOutbox(dir).send(sampleMessage({ to: 'nobody' }));
    expect(receipt).toEqual({ outcome: 'refused', reason: 'mail: not exactly one address' });
  });
});

describe('reading', () => {
  it('lists the newest first', async () => {
    const outbox = createOutbox(dir);
    for (const index of [2, 1, 3]) await outbox.send(numberedMessage(index));
    const entries = await outbox.list();
    expect(entries.map(({ to }) => to)).toEqual([
      'reader3@example.net',
      'reader2@example.net',
      'reader1@example.net',
    ]);
    expect(entries[0]).toMatchObject({ subject: sampleMessage().subject, date: numberedMessage(3).date });
    expect(entries[0]?.size).toBe((await stat(join(dir, entries[0]?.name ?? ''))).size);
    expect(await outbox.list(2)).toHaveLength(2);
  });

  it('gives a mail with its headers and both parts', async () => {
    const outbox = createOutbox(dir);
    await outbox.send(sampleMessage({ subject: 'Größe' }));
    const [entry] = await outbox.list();
    const mail = await outbox.read(entry?.name ?? '');
    expect(mail).toMatchObject({ subject: 'Größe', to: 'reader@example.net', size: entry?.size });
    expect(mail?.html).toContain('S²FT');
    expect(mail?.text).toContain('S²FT');
    expect(mail?.headers).toContainEqual({
      name: 'List-Unsubscribe-Post',
      value: 'List-Unsubscribe=One-Click',
    });
  });

  it.each(['../secrets.json', 'a/b.eml', '..', '', '20260821T050000Z-0123456789abcdef.eml'])(
    'has no mail called "%s"',
    async (name) => {
      await writeFile(join(home, 'secrets.json'), '{}');
      await createOutbox(dir).send(sampleMessage());
      expect(await createOutbox(dir).read(name)).toBeUndefined();
    },
  );

  it('is empty where nothing was written', async () => {
    expect(await createOutbox(dir).list()).toEqual([]);
  });
});
