import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  checkAlignment,
  checkDkim,
  checkDmarc,
  checkPtr,
  checkSpf,
} from '../../../src/commands/doctor/check-sender.js';
import { createDns, type Dns } from '../../../src/commands/doctor/dns.js';
import { senderOf } from '../../../src/commands/doctor/sender.js';
import { readEnvironment } from '../../../src/environment.js';
import { type DnsServer, openDnsServer } from '../../support/dns-server.js';

const SMTP = 'smtps://mx.example.org';
const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength });
const [strong, other] = [rsa(2048), rsa(2048)];
const PEM = { type: 'pkcs8', format: 'pem' } as const;
const dkim = (domain = 'example.org') => ({
  domain,
  selector: 'mail2026',
  privateKey: strong.privateKey.export(PEM).toString(),
});
const base64 = (key: KeyObject, type: 'spki' | 'pkcs1' = 'spki') =>
  key.export({ type, format: 'der' }).toString('base64');

let server: DnsServer;
let dns: Dns;
beforeAll(async () => {
  server = await openDnsServer();
});
beforeEach(() => {
  dns = createDns(server.address);
  server.names = {
    'mx.example.org': { A: ['11.22.33.10'], AAAA: ['2a01:4f8::10'] },
    '10.33.22.11.in-addr.arpa': { PTR: ['mx.example.org'] },
    [`${'0.1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.f.4.0.1.0.a.2'}.ip6.arpa`]: {
      PTR: ['mx.example.org'],
    },
  };
});
afterAll(() => server.close());

function sender(from = 'Broadsheet <paper@example.org>', bounceAddress?: string) {
  const found = senderOf(
    readEnvironment({ MAIL_FROM: from, ...(bounceAddress && { BOUNCE_ADDRESS: bounceAddress }) }),
  );
  if (!found) throw new Error('no sender');
  return found;
}

const publish = (name: string, ...texts: string[]) => {
  server.names[name] = { ...server.names[name], TXT: texts };
};

describe('SPF', () => {
  const look = () => checkSpf(sender(), SMTP, dns);

  it('is well when the record covers every address of the mail server', async () => {
    publish(
      'example.org',
      'google-site-verification=x',
      'v=spf1 ip4:11.22.33.0/24 include:_six.example.net -all',
    );
    publish('_six.example.net', 'v=spf1 ip6:2a01:4f8::/32 ?all');
    expect(await look()).toEqual({
      status: 'ok',
      found:
        '"v=spf1 ip4:11.22.33.0/24 include:_six.example.net -all" (1 of 10 lookups) covers mx.example.org (11.22.33.10, 2a01:4f8::10)',
    });
  });

  it('warns of an address that the record leaves out, and names it', async () => {
    publish('example.org', 'v=spf1 ip4:11.22.33.10 ~all');
    expect(await look()).toMatchObject({
      status: 'warn',
      found: expect.stringContaining('does not cover 2a01:4f8::10 (softfail) of mx.example.org'),
      mend: expect.stringContaining('TXT record at example.org'),
    });
  });

  it('warns where the address that mails leave from cannot be told', async () => {
    server.names['mx.example.org'] = { A: ['10.0.0.5'] };
    publish('example.org', 'v=spf1 mx -all');
    expect(await look()).toMatchObject({ status: 'warn', found: expect.stringContaining('cannot be told') });
  });

  it('looks at the domain of the envelope', async () => {
    publish('example.org', 'v=spf1 -all');
    publish('bounces.example.org', 'v=spf1 a:mx.example.org -all');
    const spf = await checkSpf(sender(undefined, 'b@bounces.example.org'), SMTP, dns);
    expect(spf.status).toBe('ok');
  });

  it.each([
    [[], 'example.org has no SPF record'],
    [['v=spf1 -all', 'v=spf1 ~all'], 'example.org has 2 SPF records'],
    [['v=spf1 ip4:11.22.33.300 -all'], '"ip4:11.22.33.300" is not well-formed'],
    [['v=spf1 ipv4:11.22.33.3 -all'], '"ipv4:11.22.33.3" is no term of SPF'],
    [['v=spf1 include:nowhere.example.net -all'], 'nowhere.example.net has no SPF record'],
    [['v=spf1 include:example.org -all'], 'example.org includes itself'],
  ])('fails with the records %j', async (texts, words) => {
    publish('example.org', ...texts);
    const spf = await look();
    expect(spf).toMatchObject({ status: 'fail', mend: expect.stringContaining('TXT record') });
    expect(spf.found).toContain(words);
  });

  it('fails when receivers would have to ask more than ten times, however deep', async () => {
    publish('example.org', 'v=spf1 include:_a.example.net include:_b.example.net -all');
    for (const name of ['_a', '_b'])
      publish(`${name}.example.net`, `v=spf1 ${'a:mx.example.org '.repeat(5)}?all`);
    expect(await look()).toMatchObject({
      status: 'fail',
      found: expect.stringContaining('asks the DNS up to 12 times'),
      mend: expect.stringContaining('ip4:'),
    });
  });
});

describe('DKIM', () => {
  const NAME = 'mail2026._domainkey.example.org';
  const look = () => checkDkim(dkim(), dns);

  it.each(['spki', 'pkcs1'] as const)('is well when the key that is published (%s) fits', async (form) => {
    publish(NAME, `v=DKIM1; k=rsa; h=sha256; s=email; p=${base64(strong.publicKey, form)}`);
    expect(await look()).toEqual({ status: 'ok', found: `${NAME} fits, RSA of 2048 bits` });
  });

  it('warns where the record says that it is being tried out, and where nothing is signed', async () => {
    publish(NAME, `v=DKIM1; t=y; p=${base64(strong.publicKey)}`);
    expect(await look()).toMatchObject({ status: 'warn', mend: expect.stringContaining('t=y') });
    expect(await checkDkim(undefined, dns)).toMatchObject({
      status: 'warn',
      mend: expect.stringContaining('mail.dkim'),
    });
  });

  it.each([
    [[], 'has no record'],
    [[`v=DKIM1; p=${base64(other.publicKey)}`], 'is not that of mail.dkim.keyFile'],
    [['v=DKIM1; p='], 'has been revoked'],
    [['v=DKIM1; p=bm90IGEga2V5'], 'cannot be read'],
    [['hello'], 'is no key'],
    [[`v=DKIM1; h=sha1; p=${base64(strong.publicKey)}`], 'does not allow sha256'],
    [[`v=DKIM1; k=ed25519; p=${base64(strong.publicKey)}`], 'is of another kind than RSA'],
    [[`v=DKIM1; s=chat; p=${base64(strong.publicKey)}`], 'is not for mail'],
    [['v=DKIM1; p=a', 'v=DKIM1; p=b'], 'has 2 records'],
  ])('fails with what is published, %j', async (texts, words) => {
    if (texts.length > 0) publish(NAME, ...texts);
    const found = await look();
    expect(found).toMatchObject({ status: 'fail', mend: expect.any(String) });
    expect(found.found).toContain(words);
    expect(JSON.stringify(found)).not.toContain('PRIVATE');
  });
});

describe('DMARC', () => {
  it('is well with a record and somebody who gets its reports', async () => {
    publish('_dmarc.example.org', 'v=DMARC1; p=reject; rua=mailto:dmarc@example.org');
    expect(await checkDmarc(sender(), dns)).toEqual({ status: 'ok', found: '_dmarc.example.org: p=reject' });
  });

  it('goes by the record of a domain above, and its policy for those below', async () => {
    publish('_dmarc.example.org', 'v=DMARC1; p=none; sp=quarantine; rua=mailto:dmarc@example.org');
    const below = sender('paper@news.example.org');
    expect(await checkDmarc(below, dns)).toEqual({ status: 'ok', found: '_dmarc.example.org: p=quarantine' });
  });

  it.each([
    [[], 'has no DMARC record'],
    [['v=DMARC1; p=none'], 'nobody gets its reports'],
    [['v=DMARC1; p=none', 'v=DMARC1; p=reject'], 'has no DMARC record'],
  ])('warns with the records %j', async (texts, words) => {
    publish('_dmarc.example.org', ...texts);
    const found = await checkDmarc(sender(), dns);
    expect(found).toMatchObject({ status: 'warn', mend: expect.stringContaining('_dmarc.example.org') });
    expect(found.found).toContain(words);
  });
});

describe('alignment', () => {
  it('is well when signature and envelope are of the domain that readers see', async () => {
    expect((await checkAlignment(sender(), dkim(), dns)).status).toBe('ok');
  });

  it('takes a domain above for the same, as far as the policy does', async () => {
    const below = sender('paper@news.example.org', 'b@bounces.example.org');
    publish('_dmarc.example.org', 'v=DMARC1; p=reject');
    expect((await checkAlignment(below, dkim(), dns)).status).toBe('ok');
    publish('_dmarc.example.org', 'v=DMARC1; p=reject; adkim=s; aspf=s');
    const strict = await checkAlignment(below, dkim(), createDns(server.address));
    expect(strict).toMatchObject({ status: 'fail', mend: 'set mail.dkim.domain to news.example.org' });
  });

  it('does not take two domains below a public suffix for one sender', async () => {
    publish('_dmarc.co.example', 'v=DMARC1; psd=y; p=reject');
    const found = await checkAlignment(sender('a@one.co.example'), dkim('two.co.example'), dns);
    expect(found.status).toBe('warn');
  });

  it('fails when neither counts, and warns when it rests on the mail server', async () => {
    const elsewhere = sender(undefined, 'b@bounces.example.com');
    expect(await checkAlignment(elsewhere, dkim('example.com'), dns)).toMatchObject({
      status: 'fail',
      found:
        'MAIL_FROM is of example.org, mail.dkim.domain is example.com, the envelope of bounces.example.com',
    });
    expect((await checkAlignment(elsewhere, undefined, dns)).status).toBe('warn');
    expect((await checkAlignment(sender(), undefined, dns)).status).toBe('ok');
  });
});

describe('PTR', () => {
  it('is well when every address has a name that leads back', async () => {
    expect(await checkPtr(SMTP, dns)).toEqual({
      status: 'ok',
      found: '11.22.33.10 is mx.example.org, 2a01:4f8::10 is mx.example.org',
    });
  });

  it('warns of a name that leads elsewhere, and of an address that cannot be told', async () => {
    server.names['10.33.22.11.in-addr.arpa'] = { PTR: ['other.example.org'] };
    expect(await checkPtr(SMTP, dns)).toMatchObject({
      status: 'warn',
      found: expect.stringContaining('11.22.33.10 is nobody'),
      mend: expect.stringContaining('PTR'),
    });
    expect((await checkPtr('smtp://127.0.0.1', dns)).status).toBe('warn');
  });
});

describe('a DNS server that does not answer', () => {
  it('is an error that names what was asked', async () => {
    server.behave('refuse');
    const asked = checkDmarc(sender(), dns);
    await expect(asked).rejects.toThrow(
      'the DNS did not tell the TXT records of _dmarc.example.org (EREFUSED)',
    );
    server.behave('well');
  });
});
