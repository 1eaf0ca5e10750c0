import { isIPv6 } from 'node:net';
import { nibblesOf } from './dns.js';

/** What the macros of a record stand for (RFC 7208, section 7.2). */
export interface SpfAsker {
  /** The address that sends. */
  ip: string;
  /** The sender on the envelope. */
  sender: string;
}

/** Fills in `%{i}` and its kin in the name that a mechanism asks for. */
export function fillMacros(spec: string, domain: string, asker: SpfAsker): string {
  return spec.replace(/%(?:([%_-])|\{([a-z])(\d*)(r?)([.\-+,/_=]*)\})/gi, (_all, sign, letter, ...how) => {
    if (sign) return { '%': '%', _: ' ', '-': '%20' }[sign as string] ?? '';
    const [count, reversed, delimiters] = how as [string, string, string];
    return transform(lookUp(String(letter).toLowerCase(), domain, asker), count, reversed, delimiters);
  });
}

function lookUp(letter: string, domain: string, { ip, sender }: SpfAsker): string {
  const at = sender.lastIndexOf('@');
  const values: Record<string, string> = {
    s: sender,
    l: sender.slice(0, at),
    o: sender.slice(at + 1),
    d: domain,
    h: sender.slice(at + 1),
    i: isIPv6(ip) ? nibblesOf(ip).join('.') : ip,
    v: isIPv6(ip) ? 'ip6' : 'in-addr',
  };
  return values[letter] ?? 'unknown';
}

function transform(value: string, count: string, reversed: string, delimiters: string): string {
  const splitters = new Set(delimiters === '' ? '.' : delimiters);
  const parts: string[] = [''];
  for (const letter of value) {
    if (splitters.has(letter)) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  if (reversed !== '') parts.reverse();
  return parts.slice(-(Number(count) || parts.length)).join('.');
}
