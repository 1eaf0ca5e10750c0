import { Resolver } from 'node:dns/promises';
import { isIP, isIPv4 } from 'node:net';
import { BroadsheetError, UsageError } from '../../errors.js';

/** What the doctor asks the domain name system. A name that is not there answers with nothing. */
export interface Dns {
  /** The text records of a name, each put together from its pieces. */
  texts(name: string): Promise<string[]>;
  /** IPv4 and IPv6 addresses. */
  addresses(name: string): Promise<string[]>;
  /** Names of mail exchangers, the most wanted first. */
  exchangers(name: string): Promise<string[]>;
  /** Names that an address says it has. */
  names(address: string): Promise<string[]>;
}

const ABSENT = ['ENOTFOUND', 'ENODATA'];

/** Asks the servers of this machine, or the one given. Raises a `BroadsheetError` where none answers. */
export function createDns(server?: string): Dns {
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  if (server !== undefined) pointAt(resolver, server);
  const kept = new Map<string, Promise<string[]>>();
  const ask = (kind: string, name: string, query: () => Promise<string[]>) => {
    const key = `${kind} ${name.toLowerCase()}`;
    const answer = kept.get(key) ?? query().catch((error) => orNothing(error, kind, name));
    kept.set(key, answer);
    return answer;
  };
  return {
    texts: (name) =>
      ask('TXT', name, async () => (await resolver.resolveTxt(name)).map((pieces) => pieces.join(''))),
    async addresses(name) {
      const [four, six] = await Promise.all([
        ask('A', name, () => resolver.resolve4(name)),
        ask('AAAA', name, () => resolver.resolve6(name)),
      ]);
      return [...four, ...six];
    },
    exchangers: (name) =>
      ask('MX', name, async () =>
        (await resolver.resolveMx(name))
          .sort((a, b) => a.priority - b.priority)
          .map(({ exchange }) => exchange),
      ),
    names: (address) => ask('PTR', address, () => resolver.resolvePtr(reverseName(address))),
  };
}

function pointAt(resolver: Resolver, server: string): void {
  try {
    resolver.setServers([server]);
  } catch (cause) {
    throw new UsageError(
      `--dns: expected the address of a DNS server such as 9.9.9.9 or [2620:fe::fe]:53, found "${server}"`,
      { cause },
    );
  }
}

function orNothing(error: NodeJS.ErrnoException, kind: string, name: string): string[] {
  if (ABSENT.includes(error.code ?? '')) return [];
  throw new BroadsheetError(`the DNS did not tell the ${kind} records of ${name} (${error.code})`, {
    code: 'dns',
    cause: error,
  });
}

/** `192.0.2.1` → `1.2.0.192.in-addr.arpa` (RFC 1035, section 3.5; RFC 3596, section 2.5). */
export function reverseName(address: string): string {
  if (isIPv4(address)) return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
  return `${nibblesOf(address).reverse().join('.')}.ip6.arpa`;
}

/** The 32 hexadecimal digits of an IPv6 address. */
export function nibblesOf(address: string): string[] {
  if (isIP(address) !== 6) throw new BroadsheetError(`${address} is no address`, { retry: 'never' });
  // The address in a URL is written in its one short form, without an IPv4 part.
  const short = new URL(`http://[${address.replace(/%.*$/s, '')}]`).hostname.slice(1, -1);
  const [head = '', tail] = short.split('::');
  const groups = (text: string) => text.split(':').filter((group) => group !== '');
  const [first, last] = [groups(head), groups(tail ?? '')];
  const gap = tail === undefined ? [] : Array.from({ length: 8 - first.length - last.length }, () => '0');
  return [...[...first, ...gap, ...last].map((group) => group.padStart(4, '0')).join('')];
}
