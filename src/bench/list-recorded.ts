import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { renderItem } from '../demo/daily-papers-item.js';
import { renderDayPage } from '../demo/daily-papers-page.js';
import { listDays, listPapers } from '../demo/sample-list.js';
import { readSampleWeek } from '../demo/sample-week.js';
import { UsageError } from '../errors.js';

/** A page as a site sent it. */
export interface RecordedPage {
  name: string;
  sourceId: string;
  url: string;
  body: string;
}

/** Which source reads a recorded file, by the file's path, and the address it came from. */
const READERS: [path: RegExp, sourceId: string, urlOf: (found: string) => string][] = [
  [
    /^huggingface\/api\/daily_papers-date-(\S{10})\.json$/,
    'hf-daily',
    (day) => `https://huggingface.co/api/daily_papers?date=${day}`,
  ],
  [
    /^huggingface\/html\/papers-date-(\S{10})\.html$/,
    'hf-daily',
    (day) => `https://huggingface.co/papers?date=${day}`,
  ],
  [/^huggingface\/html\/paper-(.+)\.html$/, 'hf-paper', (id) => `https://huggingface.co/papers/${id}`],
  [/^huggingface\/text\/search(.*)\.txt$/, 'hf-search', () => 'https://huggingface.co/papers?q='],
  [/^arxiv\/rss-(.+)\.xml$/, 'arxiv', () => 'https://rss.arxiv.org/rss'],
  [/^arxiv\/api-(?!error|empty|id_list)(.+)\.xml$/, 'arxiv', () => 'https://export.arxiv.org/api/query'],
  [/^scholarfeed\/author-(\d+)\.txt$/, 'scholarfeed', (id) => `https://www.scholarfeed.org/author/${id}`],
  [/^catalyzex\/author-(.+)\.txt$/, 'catalyzex', (name) => `https://www.catalyzex.com/author/${name}`],
];

/** The recorded pages below a folder that a source reads. Raises `UsageError` when there is none. */
export async function listRecorded(dir: string): Promise<RecordedPage[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch((cause) => {
    throw new UsageError(`--recorded: ${dir} cannot be read`, { cause });
  });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const pages = await Promise.all(paths.sort().map((path) => readRecorded(dir, path)));
  const found = pages.flatMap((page) => page ?? []);
  if (found.length === 0) throw new UsageError(`--recorded: ${dir} holds no recorded page`);
  return found;
}

async function readRecorded(dir: string, path: string): Promise<RecordedPage | undefined> {
  const name = relative(dir, path);
  for (const [pattern, sourceId, urlOf] of READERS) {
    const found = pattern.exec(name);
    if (!found) continue;
    return { name: basename(path), sourceId, url: urlOf(found[1] ?? ''), body: await readFile(path, 'utf8') };
  }
  return undefined;
}

/** The last day of the demo's sample week as the site's page. */
export async function renderSamplePage(): Promise<RecordedPage> {
  const week = await readSampleWeek();
  const day = listDays(week).at(-1) ?? '';
  const items = listPapers(week, day, new Date(`${day}T23:59:59Z`)).map((paper) => renderItem(paper, day));
  const url = `https://huggingface.co/papers/date/${day}`;
  return { name: 'the sample page', sourceId: 'hf-daily', url, body: renderDayPage({ day, items }) };
}
