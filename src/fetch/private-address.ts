import { BlockList, isIPv6 } from 'node:net';

type Network = readonly [network: string, prefix: number];

/** Addresses that lead into the operator's own network, or to nobody (RFC 6890). */
const PRIVATE_V4: readonly Network[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** The same of IPv6 (RFC 4193, RFC 4291), and what carries an IPv4 address through a tunnel: Teredo, 6to4, SIIT, local NAT64. */
const PRIVATE_V6: readonly Network[] = [
  ['::', 96],
  ['::ffff:0:0:0', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

/** A network without IPv4 reaches all of it through this prefix (RFC 6052, section 2.1): what lies behind it is judged. */
const BEHIND_NAT64: readonly Network[] = PRIVATE_V4.map(([network, prefix]) => [
  `64:ff9b::${network}`,
  96 + prefix,
]);

const privateNetworks = [...PRIVATE_V4, ...PRIVATE_V6, ...BEHIND_NAT64].reduce((list, [network, prefix]) => {
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
  return address.replace(/%.*$/s, '');
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}
