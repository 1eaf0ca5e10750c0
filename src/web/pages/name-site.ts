const SITES: Readonly<Record<string, string>> = {
  'arxiv.org': 'arXiv',
  'huggingface.co': 'Hugging Face',
  'doi.org': 'DOI',
  'scholarfeed.org': 'Scholar Feed',
  'catalyzex.com': 'CatalyzeX',
};

/** `arXiv`, or the host for a site that is not known by name. */
export function nameSite(address: string): string {
  if (!URL.canParse(address)) return 'Page';
  const host = new URL(address).hostname.replace(/^www\./, '');
  return SITES[host] ?? host;
}
