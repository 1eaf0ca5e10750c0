import type { Dns } from './dns.js';
import { readTags } from './tag-list.js';

/** What a domain asks receivers to do with mail that is not its own. */
export interface DmarcPolicy {
  /** The domain whose record it is. */
  domain: string;
  /** For the domain that was asked about: `none`, `quarantine` or `reject`. */
  policy: string;
  /** Whether the signature's domain, and the envelope's, must be the very same. */
  strict: { dkim: boolean; spf: boolean };
  /** Somebody is told what receivers saw. */
  reports: boolean;
}

/** Labels that a walk up the tree looks at (RFC 9989, section 4.10). */
const MOST_LABELS = 8;

/** The policy that holds for a domain, its own or that of a domain above it; absent when there is none. */
export async function findDmarc(domain: string, dns: Dns): Promise<DmarcPolicy | undefined> {
  for (const name of wayUp(domain)) {
    const tags = await readRecord(name, dns);
    if (tags) return describe(tags, name, name !== domain);
  }
  return undefined;
}

/** The domain that alignment is measured by: the highest one on the way up that has a policy; else the domain itself. */
export async function organisationOf(domain: string, dns: Dns): Promise<string> {
  let highest = domain;
  for (const name of wayUp(domain)) {
    const tags = await readRecord(name, dns);
    if (!tags) continue;
    // A public suffix speaks for domains below it that are not one another's.
    if (tags.get('psd') === 'y') break;
    highest = name;
    if (tags.get('psd') === 'n') break;
  }
  return highest;
}

/** Whether two domains are one sender's: the same, or of the same organisation where that is enough. */
export async function isAligned(one: string, other: string, strict: boolean, dns: Dns): Promise<boolean> {
  if (one === other) return true;
  if (strict) return false;
  const [first, second] = await Promise.all([organisationOf(one, dns), organisationOf(other, dns)]);
  return first === second;
}

/** The domain and those above it, top-level domains left out. */
function wayUp(domain: string): string[] {
  const labels = domain.split('.').slice(-MOST_LABELS);
  const above = labels.map((_label, at) => labels.slice(at).join('.'));
  return [...new Set([domain, ...above])].filter((name) => name.includes('.'));
}

/** The one record of a name. Several, or one that is not well-formed, count as none. */
async function readRecord(name: string, dns: Dns): Promise<Map<string, string> | undefined> {
  const found = (await dns.texts(`_dmarc.${name}`)).filter((text) => /^v\s*=\s*DMARC1\s*(;|$)/.test(text));
  return found.length === 1 ? readTags(found[0] ?? '') : undefined;
}

const POLICIES = ['none', 'quarantine', 'reject'];

function describe(tags: Map<string, string>, domain: string, isBelow: boolean): DmarcPolicy {
  const asked = (isBelow && tags.get('sp')) || tags.get('p') || '';
  // A record that only asks for reports is one of the policy none (RFC 9989, section 4.7).
  const policy = POLICIES.includes(asked.toLowerCase()) ? asked.toLowerCase() : 'none';
  const isStrict = (tag: string) => tags.get(tag)?.toLowerCase() === 's';
  return {
    ...{ domain, policy, reports: (tags.get('rua') ?? '') !== '' },
    strict: { dkim: isStrict('adkim'), spf: isStrict('aspf') },
  };
}
