import { domainToASCII } from 'node:url';

/** An address as it is stored and compared, or what is wrong with the text, as a person can mend it. */
export type ReadAddress = { address: string } | { problem: string };

/** RFC 5321, section 4.5.3.1. A longer path than 254 characters fits no envelope (RFC 3696, erratum 1690). */
const LONGEST = 254;
const LONGEST_LOCAL = 64;
/** Nobody's address is so long before it is normalised either; what is longer is not looked at. */
const LONGEST_TEXT = 1000;

/** Marks that never stand in an address as it is written here, each with what they would make of it. */
const REFUSED: [mark: RegExp, problem: string][] = [
  [/[\r\n\u2028\u2029]/, 'it holds a line break'],
  [/[\p{Cc}\p{Cf}\p{Cs}]/u, 'it holds a character that cannot be seen'],
  [/"/, 'an address with quotation marks is not taken; write the plain one'],
  [/[<>]/, 'write the address alone, without a name or angle brackets'],
  [/[()]/, 'it holds a comment in parentheses; write the address alone'],
  [/[,;]/, 'it holds more than one address; give one at a time'],
  [/\s/, 'it holds a space'],
  [/@.*@/, 'it holds more than one @'],
];

/** RFC 5322, section 3.2.3: what may stand before the @ without quotation marks. */
const DOT_ATOM = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Reads one mail address out of what a person typed: trimmed, in lower case, its domain in ASCII (IDNA). What it gives
 * is stable: read again, it stays as it is.
 */
export function readAddress(text: string): ReadAddress {
  const typed = text.trim();
  if (typed === '') return { problem: 'there is no address' };
  if (typed.length > LONGEST_TEXT) return tooLong(typed.length);
  const [, refused] = REFUSED.find(([mark]) => mark.test(typed)) ?? [];
  if (refused !== undefined) return { problem: refused };
  const [local = '', domain] = typed.normalize('NFC').toLowerCase().split('@');
  if (domain === undefined) return { problem: 'there is no @ in it, as in reader@example.org' };
  return join(local, domain);
}

function join(local: string, domain: string): ReadAddress {
  const ascii = toAscii(domain);
  const problem = problemOfLocal(local) ?? problemOfDomain(domain, ascii);
  if (problem !== undefined) return { problem };
  const address = `${local}@${ascii}`;
  return address.length > LONGEST ? tooLong(address.length) : { address };
}

const tooLong = (length: number) => ({
  problem: `it has ${length} characters; an address has ${LONGEST} at most`,
});

function problemOfLocal(local: string): string | undefined {
  if (local === '') return 'there is nothing before the @';
  if (local.length > LONGEST_LOCAL)
    return `it has ${local.length} characters before the @; ${LONGEST_LOCAL} is the most`;
  if (/[^\x20-\x7e]/.test(local))
    return 'only letters without accents may stand before the @: few mail servers take others';
  if (DOT_ATOM.test(local)) return undefined;
  return /^\.|\.$|\.\./.test(local)
    ? 'a dot may not begin or end what stands before the @, nor follow another'
    : `"${/[^a-z0-9!#$%&'*+/=?^_`{|}~.-]/.exec(local)?.[0]}" may not stand before the @`;
}

function problemOfDomain(domain: string, ascii: string): string | undefined {
  if (domain === '') return 'there is nothing after the @';
  if (/^\[|^[\d.]+$/.test(domain) || /(^|\.)\d+$/.test(ascii))
    return 'a number is no domain; write a name such as example.org';
  if (ascii === 'localhost') return undefined;
  const labels = ascii.split('.');
  if (!labels.every((label) => LABEL.test(label)) || toAscii(ascii) !== ascii)
    return `"${domain}" is no domain; expected one such as example.org`;
  return labels.length < 2
    ? `the domain "${domain}" has no dot; expected one such as ${domain}.org`
    : undefined;
}

/** Empty for what is no domain. A percent sign would be taken for an escape. */
const toAscii = (domain: string) => (domain.includes('%') ? '' : domainToASCII(domain));
