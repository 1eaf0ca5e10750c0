import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { UsageError } from '../errors.js';
import type { Page } from '../model/page.js';
import { loadSources } from '../sources/load-sources.js';
import type { CommandContext } from './context.js';
import { readScope } from './options.js';

interface Options {
  url: string;
  at?: string;
  scope?: string;
}

/** What a saved page reads into: for looking at a source without asking its site. */
export function addParse(program: Command, context: CommandContext): void {
  program
    .command('parse')
    .description('Print what a saved page (HTML, JSON, XML or plain text) reads into, as JSON.')
    .argument('<source>', 'id from sources.yaml')
    .argument('<file>', 'the saved page')
    .requiredOption('--url <url>', 'the address it came from')
    .option('--at <time>', 'when it was saved, ISO 8601 (default: now)')
    .option('--scope <name=value>', 'what was asked for, such as day=2026-08-21 (default: nothing)')
    .action((id: string, file: string, options: Options) => parseFile(id, file, options, context));
}

async function parseFile(id: string, file: string, options: Options, context: CommandContext): Promise<void> {
  const source = (await loadSources((await context.config()).sources)).get(id);
  const page = await readPage(file, options, context);
  const { covers, sightings, profile, unreadable } = source.parse(page, readScope(options.scope));
  const papers = sightings.map((sighting) => ({
    ...sighting,
    ...(sighting.authors.length > 0 && { authorCount: sighting.authorCount ?? sighting.authors.length }),
  }));
  const told = {
    page: { source: id, url: page.url, ...covers },
    papers,
    ...(profile && { profile }),
    unreadable,
  };
  context.io.out(`${JSON.stringify(told, null, 2)}\n`);
}

async function readPage(file: string, { url, at }: Options, { io }: CommandContext): Promise<Page> {
  if (!URL.canParse(url))
    throw new UsageError(`--url: expected an address such as https://example.org/, found "${url}"`);
  const fetchedAt = at === undefined ? new Date() : new Date(at);
  if (Number.isNaN(fetchedAt.getTime()))
    throw new UsageError(`--at: expected a time such as 2026-01-07, found "${at}"`);
  const body = await readFile(resolve(io.cwd, file), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(`${file}: cannot be read (${cause.code})`, { cause });
  });
  return { requestUrl: url, url, status: 200, body, unchanged: false, validators: {}, fetchedAt };
}
