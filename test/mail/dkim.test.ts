import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/errors.js';
import { readSigningKey } from '../../src/mail/read-signing-key.js';
import { createSmtpTransport } from '../../src/mail/smtp.js';
import { openSmtpInbox } from '../support/smtp-inbox.js';
import { fullDigest, renderOnce, settings } from '../templates/sample-digest.js';

const PEM = { type: 'pkcs8', format: 'pem' } as const;
const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength });
const strong = rsa(2048);
const SIGNED =
  'from:reply-to:to:subject:date:message-id:mime-version:content-type:list-id:list-unsubscribe:list-unsubscribe-post';

let dir: string;
let raw: Buffer;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'broadsheet-dkim-'));
  const keyFile = await keep('good.pem', strong.privateKey.export(PEM).toString());
  const dkim = await readSigningKey({ domain: 'example.org', selector: 'mail2026', keyFile });
  raw = await sendDigest(dkim);
});
afterAll(() => rm(dir, { recursive: true }));

async function keep(name: string, text: string): Promise<string> {
  const file = join(dir, name);
  await writeFile(file, text);
  return file;
}

async function sendDigest(dkim: Awaited<ReturnType<typeof readSigningKey>>): Promise<Buffer> {
  const inbox = await openSmtpInbox();
  const transport = createSmtpTransport({ url: inbox.url, inFlight: 1, ...(dkim && { dkim }) });
  const unsubscribeMailto = ({ id }: { id: string }) => `mailto:bounces@example.org?subject=leave%20${id}`;
  const message = await renderOnce(fullDigest(), {
    mail: { ...settings.mail, replyTo: 'Desk <desk@example.org>' },
    links: { ...settings.links, unsubscribeMailto },
  });
  await transport.send(message);
  await transport.close();
  await inbox.close();
  return inbox.received[0]?.raw ?? Buffer.alloc(0);
}

const head = () => raw.subarray(0, raw.indexOf('\r\n\r\n')).toString('utf8');
const unfold = (text: string) => text.replace(/\r\n[ \t]+/g, ' ').split('\r\n');

/** As a server of names would answer for the public key. */
const resolver = async (name: string) => {
  expect(name).toBe('mail2026._domainkey.example.org');
  const key = strong.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  return [[`v=DKIM1; k=rsa; p=${key}`]];
};
const verify = async (mail: Buffer) => {
  const { results } = await dkimVerify(mail, { resolver });
  return results.map(({ status, signingDomain }: { status: { result: string }; signingDomain: string }) => ({
    result: status.result,
    signingDomain,
  }));
};

describe('a digest as a mail server received it', () => {
  it('has these headers and no others', () => {
    const [signature = '', ...others] = unfold(head());
    expect(signature).toMatch(/^DKIM-Signature: v=1; a=rsa-sha256; c=relaxed\/relaxed; d=example\.org;/);
    expect(others.map((line) => line.replace(/boundary="[^"]+"/, 'boundary="…"'))).toEqual(
      [
        'Reply-To: Desk <desk@example.org>',
        'List-ID: Broadsheet <daily.papers.example.org>',
        'List-Unsubscribe: <https://papers.example.org/unsubscribe/s1>, <mailto:bounces@example.org?subject=leave%20s1>',
        'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
        'Auto-Submitted: auto-generated',
        'From: Broadsheet <paper@example.org>',
        'To: ada@example.org',
        'Subject: Broadsheet, Fri 21 Aug: Paper 1 has a title of the usual length… and 3 more',
        'Message-ID: <e1.s1@papers.example.org>',
        'Date: Fri, 21 Aug 2026 05:00:00 +0000',
        'MIME-Version: 1.0',
        'Content-Type: multipart/alternative; boundary="…"',
      ].map((line) => expect.stringMatching(lineOf(line))),
    );
  });

  it('has no line of more than 998 octets', () => {
    const longest = Math.max(
      ...raw
        .toString('latin1')
        .split('\r\n')
        .map((line) => line.length),
    );
    expect(longest).toBeLessThanOrEqual(998);
  });

  it('signs everything a reader acts on, both ways to leave included', () => {
    const [signature = ''] = unfold(head());
    expect(/[; ]h=([^;]+);/.exec(signature)?.[1]?.replace(/\s/g, '').toLowerCase().split(':').sort()).toEqual(
      SIGNED.split(':').sort(),
    );
  });

  it('has a signature that holds, and that breaks with a word of a signed header or of the text', async () => {
    expect(await verify(raw)).toEqual([{ result: 'pass', signingDomain: 'example.org' }]);
    const text = raw.toString('latin1');
    for (const [from, to] of [
      ['One-Click', 'Two-Click'],
      ['<https://papers.example.org/unsubscribe', '<https://papers.example.com/unsubscribe'],
      ['17 new papers', '18 new papers'],
    ] as const) {
      const changed = Buffer.from(text.replace(from, to), 'latin1');
      expect(changed.equals(raw)).toBe(false);
      expect(await verify(changed)).toMatchObject([{ result: expect.not.stringMatching('pass') }]);
    }
  });
});

/** A header line; non-ASCII words of a subject travel encoded, which their own tests read. */
function lineOf(line: string): RegExp {
  if (line.startsWith('Subject:')) return /^Subject: (=\?UTF-8\?[QB]\?[^?]+\?= ?)+$/;
  return new RegExp(`^${line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
}

describe('the key for signing', () => {
  const read = (keyFile: string) => readSigningKey({ domain: 'example.org', selector: 'one', keyFile });

  it('is not looked for where none is named', async () => {
    expect(await readSigningKey({ domain: '', selector: '', keyFile: '' })).toBeUndefined();
  });

  it.each([
    ['is missing', async () => join(dir, 'no-such.pem'), /no-such\.pem cannot be read \(ENOENT\)/],
    ['is no key', () => keep('words.pem', 'not a key'), /words\.pem is not a private key in PEM/],
    [
      'is a public key',
      () => keep('public.pem', strong.publicKey.export({ type: 'spki', format: 'pem' }).toString()),
      /is not a private key/,
    ],
    [
      'is short',
      () => keep('short.pem', rsa(1024).privateKey.export(PEM).toString()),
      /is an RSA key of 1024 bits/,
    ],
    [
      'is of another kind',
      () => keep('ed.pem', generateKeyPairSync('ed25519').privateKey.export(PEM).toString()),
      /is a key of the kind ed25519/,
    ],
  ])('stops the start when it %s, and says how to make one', async (_what, make, words) => {
    const error = await read(await make()).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConfigError);
    expect(String(error)).toMatch(words);
    expect(String(error)).toMatch(/mail\.dkim\.keyFile.*openssl genrsa/);
  });
});
