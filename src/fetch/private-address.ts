import { BlockList, isIPv6 } from 'node:net';

/** Addresses that lead into the operator's own network, or to nobody (RFC 6890, RFC 4193, RFC 4291). */
const PRIVATE: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

const privateNetworks = PRIVATE.reduce((list, [network, prefix]) => {
  list.addSubnet(network, prefix, familyOf(network));
  return list;
}, new BlockList());

/** Whether a numeric address (v4, v6, or v4 written as v6) is loopback, link-local, private or multicast. */
export function isPrivateAddress(address: string): boolean {
  // BlockList compares an IPv4-mapped address (::ffff:127.0.0.1) with the IPv4 rules.
  return privateNetworks.check(withoutZone(address), familyOf(address));
}

/** `fe80::1%eth0` names a network card as well (RFC 4007, section 11). */
function withoutZone(address: string): string {
  return address.replace(/%.*$/, '');
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}
