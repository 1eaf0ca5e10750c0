import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { FetchError } from '../errors.js';
import { isOnHosts } from './allowed-hosts.js';
import { isPrivateAddress } from './private-address.js';

/**
 * Connects to public addresses only, but for hosts the operator opened by name. The address is judged when the
 * connection is made, because a name may resolve differently each time it is asked for (DNS rebinding).
 */
export function guardConnect(timeoutMs: number, openHosts: readonly string[]): buildConnector.connector {
  const connectAnywhere = buildConnector({ timeout: timeoutMs });
  const connectPublicly = buildConnector({ timeout: timeoutMs, lookup: lookUpPublic });
  return (target, done) => {
    const { hostname, host = hostname } = target;
    if (isOnHosts({ hostname, host }, openHosts)) return connectAnywhere(target, done);
    if (isIP(hostname) && isPrivateAddress(hostname)) return done(privateError(hostname), null);
    return connectPublicly(target, done);
  };
}

const lookUpPublic: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return done(error, []);
    const usable = found.filter(({ address }) => !isPrivateAddress(address));
    const [first] = usable;
    if (!first) return done(privateError(hostname), []);
    return options.all ? done(null, usable) : done(null, first.address, first.family);
  });
};

function privateError(hostname: string): FetchError {
  return new FetchError(
    `${hostname} is an address of a private network; fetch.allowHosts opens it when that is meant`,
    { retry: 'never', context: { host: hostname, reason: 'private' } },
  );
}
