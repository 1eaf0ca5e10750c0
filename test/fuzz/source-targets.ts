import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listSources } from '../../src/sources/load-sources.js';
import type { Source } from '../../src/sources/source.js';
import { aPage } from '../sources/a-page.js';
import type { Target } from './target.js';

const folder = fileURLToPath(new URL('../fixtures/sources/', import.meta.url));

/** Where recorded answers of a source lie, in `RECORDED_DIR`. */
const RECORDED: Record<string, string[]> = {
  arxiv: ['arxiv'],
  feed: ['arxiv'],
  catalyzex: ['catalyzex'],
  'hf-daily': ['huggingface/api', 'huggingface/html'],
  'hf-paper': ['huggingface/html'],
  'hf-search': ['huggingface/text'],
  scholarfeed: ['scholarfeed'],
};

/** Recorded answers above this would make every change of them slow. */
const LONGEST_SEED = 400_000;

/** The reading of every source, at every address of its samples. */
export async function sourceTargets(): Promise<Target[]> {
  return (await listSources()).map((source) => {
    const urls = addressesOf(source.id);
    return {
      name: `source ${source.id}`,
      seeds: async () => [...samplesOf(source.id), ...recordedOf(source.id)],
      read: (input) => readAsEach(source, urls, input),
    };
  });
}

/** Each address in its turn, so that an input is read the same way again. */
function readAsEach(source: Source, urls: string[], input: string): void {
  const url = urls[input.length % urls.length] ?? source.homepage;
  const { sightings } = source.parse(aPage(url, input), {});
  for (const { url: address, title } of sightings) {
    if (address !== undefined && !/^https?:/.test(address))
      throw new Error(`an address of ${address.slice(0, 20)}`);
    if (title !== undefined && typeof title !== 'string') throw new Error('a title that is no text');
  }
}

function samplesOf(id: string): string[] {
  const isSample = new RegExp(`^${id}(\\.[a-z0-9-]+)?\\.(html|json|xml|txt)$`);
  const names = readdirSync(folder).filter((file) => isSample.test(file) && !file.endsWith('.papers.json'));
  return names.map((name) => readFileSync(folder + name, 'utf8'));
}

function addressesOf(id: string): string[] {
  const isExpected = new RegExp(`^${id}(\\.[a-z0-9-]+)?\\.papers\\.json$`);
  const names = readdirSync(folder).filter((file) => isExpected.test(file));
  return names.map((name) => JSON.parse(readFileSync(folder + name, 'utf8')).page.url as string);
}

function recordedOf(id: string): string[] {
  const root = process.env.RECORDED_DIR;
  if (!root) return [];
  return (RECORDED[id] ?? [])
    .flatMap((name) => readdirSync(join(root, name)).map((file) => join(root, name, file)))
    .filter((file) => /\.(html|json|xml|txt)$/.test(file))
    .map((file) => readFileSync(file, 'utf8'))
    .filter(({ length }) => length < LONGEST_SEED)
    .slice(0, 12);
}
