/** An address that may stand in a link: absolute, http or https. Undefined for anything else, `javascript:` above all. */
export function webAddress(address: string | null | undefined, base?: string): string | undefined {
  if (!address || !URL.canParse(address, base)) return undefined;
  const url = new URL(address, base);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
}
