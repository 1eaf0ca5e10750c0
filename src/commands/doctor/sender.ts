import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import type { Environment } from '../../environment.js';
import { isPrivateAddress } from '../../fetch/private-address.js';
import type { Dns } from './dns.js';

/** Who sends, as receivers see it. */
export interface Sender {
  /** The domain of `MAIL_FROM`, which readers see. */
  domain: string;
  /** The sender on the envelope: `BOUNCE_ADDRESS`, else the address of `MAIL_FROM`. */
  envelope: { address: string; domain: string };
}

/** Absent where `MAIL_FROM` is no address. */
export function senderOf({ MAIL_FROM, BOUNCE_ADDRESS }: Environment): Sender | undefined {
  const from = addressIn(MAIL_FROM);
  if (from === undefined) return undefined;
  const address = BOUNCE_ADDRESS ?? from;
  return { domain: domainOf(from), envelope: { address, domain: domainOf(address) } };
}

/** `Broadsheet <paper@example.org>` → `paper@example.org` */
function addressIn(text: string): string | undefined {
  const [, inside = text] = /<([^<>]*)>\s*$/.exec(text) ?? [];
  return /^[^\s@]+@[^\s@]+$/.test(inside.trim()) ? inside.trim() : undefined;
}

const domainOf = (address: string) => {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return domainToASCII(domain) || domain;
};

/** A name that nobody outside can look up (RFC 6761, RFC 6762). */
export function isOnlyHere(domain: string): boolean {
  return (
    !domain.includes('.') || /\.(localhost|local|test|invalid|example|internal|lan|home\.arpa)$/.test(domain)
  );
}

/**
 * Addresses from which mails may leave, as far as can be told from here: those of the mail server. One that hands mails on
 * may have others for that.
 */
export async function serverAddresses(url: string, dns: Dns): Promise<{ host: string; public: string[] }> {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) ? [host] : await dns.addresses(host);
  return { host, public: addresses.filter((address) => !isPrivateAddress(address)) };
}
