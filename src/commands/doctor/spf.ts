import { BlockList, isIPv4 } from 'node:net';
import type { Dns } from './dns.js';
import { fillMacros, type SpfAsker } from './spf-macros.js';
import { isSpf, type Mechanism, type Qualifier, readSpf, SpfProblem, type SpfRecord } from './spf-record.js';

/** RFC 7208, section 4.6.4. */
export const MOST_LOOKUPS = 10;
const MOST_EMPTY = 2;
const MOST_EXCHANGERS = 10;

/** What a receiver finds for an address: `none` where there is no record; a record it cannot use raises `SpfProblem`. */
export type SpfResult = Qualifier | 'none';

/** The SPF record of a domain; absent when there is none. Raises `SpfProblem` when there are several. */
export async function findSpf(domain: string, dns: Dns): Promise<string | undefined> {
  const [record, ...others] = (await dns.texts(domain)).filter(isSpf);
  if (others.length > 0) throw new SpfProblem(`${domain} has ${others.length + 1} SPF records`);
  return record;
}

/**
 * How many questions a receiver has to ask at most to read a domain's record to its end, those of the records it includes
 * counted. Raises `SpfProblem` when one of them cannot be used.
 */
export async function countLookups(domain: string, dns: Dns, path: readonly string[] = []): Promise<number> {
  if (path.includes(domain)) throw new SpfProblem(`${domain} includes itself`);
  const text = await findSpf(domain, dns);
  if (text === undefined) throw new SpfProblem(`${domain} has no SPF record`);
  const { mechanisms, redirect } = readSpf(text);
  let lookups = 0;
  for (const { kind, target } of mechanisms) {
    if (asksDns(kind)) lookups += 1;
    if (kind === 'include' && isPlain(target)) lookups += await countLookups(target, dns, [...path, domain]);
  }
  if (redirect === undefined || hasAll(mechanisms)) return lookups;
  return lookups + 1 + (isPlain(redirect) ? await countLookups(redirect, dns, [...path, domain]) : 0);
}

const asksDns = (kind: Mechanism['kind']) => !['all', 'ip4', 'ip6'].includes(kind);
const hasAll = (mechanisms: Mechanism[]) => mechanisms.some(({ kind }) => kind === 'all');

/** A name with macros is another for each mail. */
const isPlain = (target: string | undefined): target is string =>
  target !== undefined && !target.includes('%');

/** What is left of a receiver's patience. */
interface Budget {
  lookups: number;
  empty: number;
}

/** Judges an address as a receiver does (RFC 7208, section 4). Raises `SpfProblem` where the receiver gives up. */
export function judgeSpf(domain: string, asker: SpfAsker, dns: Dns): Promise<SpfResult> {
  return judge(domain, asker, dns, { lookups: MOST_LOOKUPS, empty: MOST_EMPTY });
}

async function judge(domain: string, asker: SpfAsker, dns: Dns, budget: Budget): Promise<SpfResult> {
  const text = await findSpf(domain, dns);
  if (text === undefined) return 'none';
  const record = readSpf(text);
  for (const mechanism of record.mechanisms) {
    if (await matches(mechanism, domain, asker, dns, budget)) return mechanism.qualifier;
  }
  return follow(record, domain, asker, dns, budget);
}

async function follow({ redirect }: SpfRecord, domain: string, asker: SpfAsker, dns: Dns, budget: Budget) {
  if (redirect === undefined) return 'neutral';
  spend(budget);
  const target = fillMacros(redirect, domain, asker);
  const result = await judge(target, asker, dns, budget);
  if (result === 'none') throw new SpfProblem(`${target}, to which ${domain} redirects, has no SPF record`);
  return result;
}

async function matches(
  { kind, target, bits }: Mechanism,
  domain: string,
  asker: SpfAsker,
  dns: Dns,
  budget: Budget,
): Promise<boolean> {
  if (kind === 'all') return true;
  if (kind === 'ip4' || kind === 'ip6') return isWithin(asker.ip, [target ?? ''], bits);
  spend(budget);
  const name = target === undefined ? domain : fillMacros(target, domain, asker);
  if (kind === 'include') return includes(name, domain, asker, dns, budget);
  if (kind === 'a') return isWithin(asker.ip, await count(dns.addresses(name), budget), bits);
  if (kind === 'exists') return (await count(dns.addresses(name), budget)).some(isIPv4);
  if (kind === 'mx') return isWithin(asker.ip, await exchangerAddresses(name, dns, budget), bits);
  return (await confirmedNames(asker.ip, dns)).some((own) => own === name || own.endsWith(`.${name}`));
}

async function includes(name: string, domain: string, asker: SpfAsker, dns: Dns, budget: Budget) {
  const result = await judge(name, asker, dns, budget);
  if (result === 'none') throw new SpfProblem(`${name}, which ${domain} includes, has no SPF record`);
  return result === 'pass';
}

async function exchangerAddresses(name: string, dns: Dns, budget: Budget): Promise<string[]> {
  const exchangers = await count(dns.exchangers(name), budget);
  if (exchangers.length > MOST_EXCHANGERS)
    throw new SpfProblem(`${name} has more than ${MOST_EXCHANGERS} mail exchangers`);
  return (await Promise.all(exchangers.map((exchanger) => dns.addresses(exchanger)))).flat();
}

/** Names of an address that have this address: only those can be believed. */
export async function confirmedNames(ip: string, dns: Dns): Promise<string[]> {
  const names = (await dns.names(ip)).slice(0, 10);
  const confirmed = await Promise.all(
    names.map(async (name) => isWithin(ip, await dns.addresses(name), { four: 32, six: 128 })),
  );
  return names.filter((_name, at) => confirmed[at]).map((name) => name.toLowerCase());
}

function spend(budget: Budget): void {
  budget.lookups -= 1;
  if (budget.lookups < 0) throw new SpfProblem(`it asks the DNS more than ${MOST_LOOKUPS} times`);
}

async function count(asked: Promise<string[]>, budget: Budget): Promise<string[]> {
  const found = await asked;
  if (found.length === 0) budget.empty -= 1;
  if (budget.empty < 0)
    throw new SpfProblem(`more than ${MOST_EMPTY} of the names it asks for are not there`);
  return found;
}

function isWithin(ip: string, networks: string[], { four, six }: Mechanism['bits']): boolean {
  const list = new BlockList();
  const isFour = isIPv4(ip);
  for (const network of networks) {
    if (isIPv4(network) !== isFour) continue;
    list.addSubnet(network, isFour ? four : six, isFour ? 'ipv4' : 'ipv6');
  }
  return list.check(ip, isFour ? 'ipv4' : 'ipv6');
}
