import { isIPv4, isIPv6 } from 'node:net';

export type Qualifier = 'pass' | 'fail' | 'softfail' | 'neutral';

/** One mechanism of an SPF record (RFC 7208, section 5). */
export interface Mechanism {
  kind: 'all' | 'include' | 'a' | 'mx' | 'ptr' | 'ip4' | 'ip6' | 'exists';
  qualifier: Qualifier;
  /** A domain, possibly with macros, or an address; absent where it means the record's own domain. */
  target?: string;
  /** Lengths of prefixes that addresses are compared by. */
  bits: { four: number; six: number };
}

export interface SpfRecord {
  mechanisms: Mechanism[];
  /** The domain whose record decides where no mechanism matches. */
  redirect?: string;
}

/** Why a record cannot be used: receivers then treat it as if the sender had none, or worse. */
export class SpfProblem extends Error {}

const QUALIFIERS: Record<string, Qualifier> = { '+': 'pass', '-': 'fail', '~': 'softfail', '?': 'neutral' };

const MECHANISM = /^([+\-~?]?)(all|include|a|mx|ptr|ip4|ip6|exists)(?::(.+?))?(?:\/(\d+))?(?:\/\/(\d+))?$/i;
const MODIFIER = /^([a-z][a-z0-9_.-]*)=(.*)$/i;

/** Whether a text record is one of SPF, well-formed or not. */
export const isSpf = (text: string): boolean => /^v=spf1(?: |$)/i.test(text);

/** Raises `SpfProblem` naming the term that is wrong. */
export function readSpf(text: string): SpfRecord {
  const record: SpfRecord = { mechanisms: [] };
  for (const term of text.split(' ').slice(1)) {
    if (term !== '') addTerm(record, term);
  }
  return record;
}

function addTerm(record: SpfRecord, term: string): void {
  const mechanism = MECHANISM.exec(term);
  const modifier = MODIFIER.exec(term);
  if (mechanism) record.mechanisms.push(readMechanism(term, mechanism));
  else if (!modifier) throw new SpfProblem(`"${term}" is no term of SPF`);
  else if (modifier[1]?.toLowerCase() === 'redirect') addRedirect(record, modifier[2] ?? '');
}

function addRedirect(record: SpfRecord, target: string): void {
  if (record.redirect !== undefined) throw new SpfProblem('redirect= stands there twice');
  if (target === '') throw new SpfProblem('redirect= names no domain');
  record.redirect = target;
}

function readMechanism(
  term: string,
  [, sign = '', word = '', target, four, six]: RegExpExecArray,
): Mechanism {
  const kind = word.toLowerCase() as Mechanism['kind'];
  const bits = readBits(kind, four, six);
  if (!bits || !isTarget(kind, target)) throw new SpfProblem(`"${term}" is not well-formed`);
  return { kind, qualifier: QUALIFIERS[sign] ?? 'pass', bits, ...(target !== undefined && { target }) };
}

function readBits(kind: Mechanism['kind'], four?: string, six?: string): Mechanism['bits'] | undefined {
  const isAddress = kind === 'ip4' || kind === 'ip6';
  if (!isAddress && kind !== 'a' && kind !== 'mx' && (four ?? six) !== undefined) return undefined;
  if (isAddress && six !== undefined) return undefined;
  const bits = { four: Number((kind === 'ip6' ? undefined : four) ?? 32), six: Number(six ?? 128) };
  if (kind === 'ip6') bits.six = Number(four ?? 128);
  return bits.four <= 32 && bits.six <= 128 ? bits : undefined;
}

function isTarget(kind: Mechanism['kind'], target: string | undefined): boolean {
  if (kind === 'all') return target === undefined;
  if (kind === 'ip4') return isIPv4(target ?? '');
  if (kind === 'ip6') return isIPv6(target ?? '');
  if (kind === 'include' || kind === 'exists') return isDomain(target ?? '');
  return target === undefined || isDomain(target);
}

/** A name, possibly with macros. */
const isDomain = (text: string) => /^[!-~]+$/.test(text) && /[A-Za-z0-9_}%-]/.test(text);
