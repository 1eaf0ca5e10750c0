import type { DNSResolver } from 'mailauth';
import { spf as judgeByMailauth } from 'mailauth/lib/spf/index.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDns, nibblesOf, reverseName } from '../../../src/commands/doctor/dns.js';
import { judgeSpf } from '../../../src/commands/doctor/spf.js';
import { SpfProblem } from '../../../src/commands/doctor/spf-record.js';
import { type DnsServer, openDnsServer } from '../../support/dns-server.js';

const SENDER = 'bounces@example.org';
const ZONE = {
  'mx1.example.org': { A: ['192.0.2.1'], AAAA: ['2001:db8::1'] },
  'mx2.example.org': { A: ['192.0.2.2'] },
  'example.net': { TXT: ['v=spf1 ip4:203.0.113.0/24 -all'] },
  'neutral.example.net': { TXT: ['v=spf1 ?all'] },
  'deep.example.net': { TXT: ['v=spf1 include:example.net ~all'] },
  '1.2.0.192.in-addr.arpa': { PTR: ['mx1.example.org'] },
  '1.2.0.192.allowed.example.org': { A: ['127.0.0.2'] },
  'bounces.allowed.example.org': { A: ['127.0.0.2'] },
};

let server: DnsServer;
beforeAll(async () => {
  server = await openDnsServer();
});
afterAll(() => server.close());

const MANY = Array.from({ length: 11 }, () => 'a:mx1.example.org').join(' ');

describe('an SPF record', () => {
  it.each([
    ['v=spf1 -all', '192.0.2.1'],
    ['v=spf1', '192.0.2.1'],
    ['v=spf1 ip4:192.0.2.1 -all', '192.0.2.1'],
    ['v=spf1 ip4:192.0.2.0/29 ~all', '192.0.2.9'],
    ['v=spf1 ip6:2001:db8::/48 -all', '2001:db8::77'],
    ['v=spf1 a -all', '198.51.100.7'],
    ['v=spf1 a:mx1.example.org -all', '2001:db8::1'],
    ['v=spf1 a:mx1.example.org/24 -all', '192.0.2.200'],
    ['v=spf1 a:mx1.example.org//64 -all', '2001:db8::99'],
    ['v=spf1 mx -all', '192.0.2.2'],
    ['v=spf1 MX ?all', '192.0.2.3'],
    ['v=spf1 include:example.net -all', '203.0.113.7'],
    ['v=spf1 include:deep.example.net -all', '203.0.113.7'],
    ['v=spf1 include:deep.example.net -all', '192.0.2.1'],
    ['v=spf1 include:neutral.example.net -all', '192.0.2.1'],
    ['v=spf1 redirect=deep.example.net', '203.0.113.7'],
    ['v=spf1 redirect=deep.example.net', '192.0.2.1'],
    ['v=spf1 exists:%{ir}.allowed.example.org -all', '192.0.2.1'],
    ['v=spf1 exists:%{l}.allowed.%{d} -all', '192.0.2.9'],
    ['v=spf1 ptr:example.org -all', '192.0.2.1'],
    ['v=spf1 include:nowhere.example.net -all', '192.0.2.1'],
    ['v=spf1 redirect=nowhere.example.net', '192.0.2.1'],
    ['v=spf1 ip4:192.0.2.1/40 -all', '192.0.2.1'],
    ['v=spf1 ip5:192.0.2.1 -all', '192.0.2.1'],
    [`v=spf1 ${MANY} -all`, '192.0.2.9'],
  ])('"%s" is judged for %s as mailauth judges it', async (record, ip) => {
    server.names = {
      ...ZONE,
      'example.org': { TXT: [record], MX: ['mx1.example.org', 'mx2.example.org'], A: ['198.51.100.7'] },
    };
    const dns = createDns(server.address);
    const ours = await judgeSpf('example.org', { ip, sender: SENDER }, dns).catch((error) => {
      if (!(error instanceof SpfProblem)) throw error;
      return 'permerror';
    });
    const theirs = await judgeByMailauth({ sender: SENDER, ip, helo: 'example.org', resolver: lookUp });
    expect(ours).toBe(theirs.status.result);
  });
});

/** What mailauth asks, out of the same zone. */
const lookUp: DNSResolver = async (name, type) => {
  const known = server.names[name.toLowerCase()]?.[type as 'A'];
  if (!known) throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
  if (type === 'TXT') return known.map((text) => [text]);
  // Its type leaves out what it expects of MX records.
  if (type === 'MX') return known.map((exchange, priority) => ({ exchange, priority })) as never;
  return known;
};

describe('the name by which an address is asked for', () => {
  it.each([
    ['192.0.2.1', '1.2.0.192.in-addr.arpa'],
    ['2001:db8::1', '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa'],
  ])('of %s is %s', (address, name) => {
    expect(reverseName(address)).toBe(name);
  });

  it('of IPv6 has 32 digits, however the address is written', () => {
    for (const text of ['::', '::1', '1::', '2001:db8:0:0:0:0:0:1', '::ffff:192.0.2.1', 'fe80::1%eth0'])
      expect(nibblesOf(text), text).toHaveLength(32);
  });
});
