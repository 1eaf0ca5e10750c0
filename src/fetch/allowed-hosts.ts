/**
 * Whether an address lies on one of the hosts. A host is written `example.org` (any port) or `example.org:8080`
 * (that port only), an IPv6 address in brackets.
 */
export function isOnHosts(address: { hostname: string; host: string }, hosts: readonly string[]): boolean {
  const wanted = [address.hostname, address.host].map((host) => host.toLowerCase());
  return hosts.some((host) => wanted.includes(host.toLowerCase()));
}
