/** Where profiles of a site are: its hosts, and the path that holds a profile's key in its first group. */
export interface ProfilePlace {
  hosts: readonly string[];
  path: RegExp;
}

/** The key of a profile out of its address on the site itself; undefined for any other address. */
export function profileKeyInAddress(address: string, { hosts, path }: ProfilePlace): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, host, pathname } = new URL(address);
  if (!/^https?:$/.test(protocol) || !hosts.includes(host)) return undefined;
  return keyInPath(pathname, path);
}

/** The key of the profile a page is of. The page may stand on another host, where a local site stands in for it. */
export function profileKeyOfPage(address: string, { path }: ProfilePlace): string | undefined {
  return URL.canParse(address) ? keyInPath(new URL(address).pathname, path) : undefined;
}

/** `+` stands for a space in some links; a broken escape is no key. */
function keyInPath(pathname: string, path: RegExp): string | undefined {
  const [, key] = path.exec(pathname) ?? [];
  try {
    return key === undefined ? undefined : decodeURIComponent(key.replaceAll('+', ' ')).trim() || undefined;
  } catch {
    return undefined;
  }
}
