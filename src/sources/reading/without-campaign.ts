/** Links out of a site may say where the visitor came from: `?utm_source=catalyzex.com`. Takes an absolute address. */
export function withoutCampaign(address: string): string {
  const url = new URL(address);
  if (!url.search.includes('utm_')) return address;
  for (const name of [...url.searchParams.keys()]) if (name.startsWith('utm_')) url.searchParams.delete(name);
  return url.href;
}
