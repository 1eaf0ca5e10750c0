const NAMES: Readonly<Record<string, string>> = {
  arxiv: 'arXiv',
  catalyzex: 'CatalyzeX',
  'catalyzex-code': 'CatalyzeX, code',
  feed: 'Feeds',
  'hf-daily': 'Hugging Face, daily papers',
  'hf-paper': 'Hugging Face, the paper’s page',
  'hf-search': 'Hugging Face, search',
  'hf-trending': 'Hugging Face, trending',
  scholarfeed: 'Scholar Feed',
};

/** How readers are told of a source; one that is not known here goes by its id. */
export const saySource = (id: string): string => NAMES[id] ?? id;
