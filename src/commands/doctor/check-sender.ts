import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { SigningKey } from '../../mail/read-signing-key.js';
import { findDmarc, isAligned } from './dmarc.js';
import type { Dns } from './dns.js';
import { type Sender, serverAddresses } from './sender.js';
import { confirmedNames, countLookups, findSpf, judgeSpf, MOST_LOOKUPS } from './spf.js';
import { SpfProblem } from './spf-record.js';
import { readTags } from './tag-list.js';
import { fail, ok, type Verdict, warn } from './verdict.js';

/** Whether receivers find that the mail server may send for the sender's domain (RFC 7208). */
export async function checkSpf({ envelope }: Sender, smtpUrl: string, dns: Dns): Promise<Verdict> {
  const { domain } = envelope;
  try {
    const record = await findSpf(domain, dns);
    if (record === undefined)
      return fail(
        `${domain} has no SPF record`,
        `publish at ${domain} a TXT record such as "v=spf1 mx -all"`,
      );
    const lookups = await countLookups(domain, dns);
    if (lookups > MOST_LOOKUPS)
      return fail(
        `${domain} asks the DNS up to ${lookups} times, and receivers stop at ${MOST_LOOKUPS}`,
        'name addresses (ip4:, ip6:) in place of include:, a and mx',
      );
    return await judgeAddresses(
      envelope,
      `"${record}" (${lookups} of ${MOST_LOOKUPS} lookups)`,
      smtpUrl,
      dns,
    );
  } catch (error) {
    if (!(error instanceof SpfProblem)) throw error;
    return fail(
      `the SPF record of ${domain} cannot be used: ${error.message}`,
      `correct the TXT record at ${domain}`,
    );
  }
}

async function judgeAddresses(
  { address, domain }: Sender['envelope'],
  found: string,
  smtpUrl: string,
  dns: Dns,
): Promise<Verdict> {
  const { host, public: addresses } = await serverAddresses(smtpUrl, dns);
  if (addresses.length === 0)
    return warn(
      `${found}; from which address ${host} sends cannot be told from here`,
      'see that the record names the address mails leave from (in Authentication-Results of a mail that arrived)',
    );
  const results = await Promise.all(
    addresses.map(async (ip) => ({ ip, result: await judgeSpf(domain, { ip, sender: address }, dns) })),
  );
  const left = results.filter(({ result }) => result !== 'pass');
  if (left.length === 0) return ok(`${found} covers ${host} (${addresses.join(', ')})`);
  return warn(
    `${found} does not cover ${left.map(({ ip, result }) => `${ip} (${result})`).join(', ')} of ${host}`,
    `add it to the TXT record at ${domain}, unless ${host} hands mails on from other addresses that are in it`,
  );
}

/** Whether receivers can check our signatures (RFC 6376). */
export async function checkDkim(dkim: SigningKey | undefined, dns: Dns): Promise<Verdict> {
  if (!dkim)
    return warn(
      'mails are not signed here',
      'set mail.dkim, unless the mail server signs mails for this domain',
    );
  const name = `${dkim.selector}._domainkey.${dkim.domain}`;
  const publicKey = createPublicKey(createPrivateKey(dkim.privateKey));
  const records = await dns.texts(name);
  const publish = `publish at ${name} the TXT record "v=DKIM1; k=rsa; p=${shorten(publicKey)}" (openssl rsa -in KEYFILE -pubout)`;
  if (records.length === 0) return fail(`${name} has no record, and no signature can be checked`, publish);
  if (records.length > 1) return fail(`${name} has ${records.length} records`, 'leave one of them');
  const tags = readTags(records[0] ?? '');
  if (!tags?.has('p')) return fail(`the record at ${name} is no key`, publish);
  if (tags.get('p') === '') return fail(`the key at ${name} has been revoked (p= is empty)`, publish);
  const problem = findTagProblem(tags);
  if (problem) return fail(`the record at ${name} ${problem}`, publish);
  const published = readPublicKey(tags.get('p') ?? '');
  if (!published) return fail(`the key at ${name} cannot be read`, publish);
  if (!published.equals(publicKey))
    return fail(`the key at ${name} is not that of mail.dkim.keyFile`, publish);
  const bits = published.asymmetricKeyDetails?.modulusLength ?? 0;
  if (/(^|:)\s*y\s*(:|$)/.test(tags.get('t') ?? ''))
    return warn(
      `${name} fits, RSA of ${bits} bits, but says that it is being tried out`,
      'take t=y out of the record',
    );
  return ok(`${name} fits, RSA of ${bits} bits`);
}

function findTagProblem(tags: Map<string, string>): string | undefined {
  const list = (tag: string) =>
    tags
      .get(tag)
      ?.split(':')
      .map((part) => part.trim().toLowerCase());
  if (tags.has('v') && tags.get('v') !== 'DKIM1') return 'is of another version than DKIM1';
  if ((tags.get('k') ?? 'rsa').toLowerCase() !== 'rsa') return 'is of another kind than RSA';
  if (list('h')?.includes('sha256') === false) return 'does not allow sha256 (h=)';
  if (list('s')?.some((service) => service === '*' || service === 'email') === false)
    return 'is not for mail (s=)';
  return undefined;
}

/** As nearly everyone publishes it (SubjectPublicKeyInfo), or as RFC 6376 has it (RSAPublicKey). */
function readPublicKey(base64: string): KeyObject | undefined {
  const key = Buffer.from(base64.replace(/\s+/g, ''), 'base64');
  for (const type of ['spki', 'pkcs1'] as const) {
    try {
      return createPublicKey({ key, format: 'der', type });
    } catch {
      // Not of this form.
    }
  }
  return undefined;
}

const shorten = (key: KeyObject) =>
  `${key.export({ type: 'spki', format: 'der' }).toString('base64').slice(0, 24)}…`;

/** Whether receivers know what to do with mail that only says it is ours (RFC 9989). */
export async function checkDmarc({ domain }: Sender, dns: Dns): Promise<Verdict> {
  const found = await findDmarc(domain, dns);
  if (!found)
    return warn(
      `${domain} has no DMARC record, which large receivers ask of whoever sends much`,
      `publish at _dmarc.${domain} a TXT record such as "v=DMARC1; p=none; rua=mailto:postmaster@${domain}"`,
    );
  const said = `_dmarc.${found.domain}: p=${found.policy}`;
  if (found.reports) return ok(said);
  return warn(
    `${said}, and nobody gets its reports`,
    `add rua=mailto:… to the record at _dmarc.${found.domain}`,
  );
}

/** Whether what is checked, the signature and the envelope, is of the domain that readers see. */
export async function checkAlignment(
  sender: Sender,
  dkim: SigningKey | undefined,
  dns: Dns,
): Promise<Verdict> {
  const { domain, envelope } = sender;
  const policy = await findDmarc(domain, dns);
  const strict = policy?.strict ?? { dkim: false, spf: false };
  const [signed, returned] = await Promise.all([
    dkim ? isAligned(domain, dkim.domain, strict.dkim, dns) : false,
    isAligned(domain, envelope.domain, strict.spf, dns),
  ]);
  const names = `MAIL_FROM is of ${domain}, mail.dkim.domain ${dkim ? `is ${dkim.domain}` : 'unset'}, the envelope of ${envelope.domain}`;
  const sameDomain = `set mail.dkim.domain to ${domain}${strict.dkim ? '' : ', or to a domain above it that has the DMARC record'}`;
  if (signed && returned) return ok(names);
  if (signed) return ok(`${names}: the signature counts for DMARC, SPF does not`);
  if (dkim)
    return returned
      ? warn(`${names}: the signature does not count for DMARC`, sameDomain)
      : fail(names, sameDomain);
  if (returned) return ok(`${names}: SPF counts for DMARC`);
  return warn(
    `${names}: neither counts for DMARC unless the mail server signs for ${domain}`,
    `use a BOUNCE_ADDRESS at ${domain}, or ${sameDomain}`,
  );
}

/** Whether the mail server's address has a name that has this address: many receivers refuse mail from others. */
export async function checkPtr(smtpUrl: string, dns: Dns): Promise<Verdict> {
  const { host, public: addresses } = await serverAddresses(smtpUrl, dns);
  const mend = 'have whoever gave you the address set its PTR record to the name of the mail server';
  if (addresses.length === 0)
    return warn(
      `from which address ${host} sends cannot be told from here`,
      'see that the address mails leave from has a PTR record whose name leads back to it',
    );
  const confirmed = await Promise.all(addresses.map((ip) => confirmedNames(ip, dns)));
  const said = addresses.map((ip, at) => `${ip} is ${confirmed[at]?.[0] ?? 'nobody'}`).join(', ');
  return confirmed.every((names) => names.length > 0)
    ? ok(said)
    : warn(`${said}: names that lead back are missing`, mend);
}
