import type { Command } from 'commander';
import { BroadsheetError } from '../errors.js';
import type { CommandContext } from './context.js';
import { readScope } from './options.js';
import { checkSource } from './sources/check-source.js';
import { listSources, type SourceLine } from './sources/list-sources.js';
import { tellCheck } from './sources/tell-check.js';
import { formatTable } from './table.js';

/** Where papers come from, and how each source is doing. */
export function addSources(program: Command, context: CommandContext): void {
  const sources = program.command('sources').description('Sources: what is read, and how each is doing.');
  addList(sources, context);
  addCheck(sources, context);
}

function addList(sources: Command, context: CommandContext): void {
  sources
    .command('list')
    .description('List the configured sources with their health and their next run.')
    .option('--json', 'print one JSON object a source')
    .action(({ json }: { json?: boolean }) =>
      context.withApp([], async (app) => {
        const lines = await listSources(app);
        context.io.out(
          json ? lines.map((line) => `${JSON.stringify(line)}\n`).join('') : formatTable(columns, lines),
        );
      }),
    );
}

function addCheck(sources: Command, context: CommandContext): void {
  sources
    .command('check')
    .description('Ask a source for one page, politely, and show what it reads. Stores nothing.')
    .argument('<source>', 'id from sources.yaml')
    .option('--scope <name=value>', 'what to ask for, such as day=today-1 (default: its first scope)')
    .option('--json', 'print one JSON object')
    .action((id: string, { scope, json }: { scope?: string; json?: boolean }) =>
      context.withApp([], async (app) => {
        const asked = scope === undefined ? undefined : readScope(scope);
        const check = await checkSource(app, id, asked, context.io.signal);
        context.io.out(json ? `${JSON.stringify(check)}\n` : tellCheck(check));
        if (!check.reads) throw new BroadsheetError(`${id} does not read`, { code: 'check', retry: 'never' });
      }),
    );
}

const moment = (at: Date | undefined, absent = '') =>
  at?.toISOString().slice(0, 16).replace('T', ' ') ?? absent;

const columns = [
  { head: 'source', cell: ({ id }: SourceLine) => id },
  { head: 'health', cell: ({ outcome }: SourceLine) => outcome ?? 'not read yet' },
  { head: 'last good (UTC)', cell: ({ lastGoodAt }: SourceLine) => moment(lastGoodAt, 'never') },
  { head: 'next run (UTC)', cell: ({ nextRunAt }: SourceLine) => moment(nextRunAt, 'not scheduled') },
  { head: 'failing since', cell: ({ failingSince }: SourceLine) => moment(failingSince) },
  { head: 'resting until', cell: ({ restingUntil }: SourceLine) => moment(restingUntil) },
  { head: 'quota left', cell: ({ quotaLeft }: SourceLine) => quotaLeft ?? '' },
  { head: 'stalest profile', cell: sayStaleness },
  { head: 'schedule', cell: ({ schedule }: SourceLine) => schedule },
  { head: 'site', cell: ({ baseUrl }: SourceLine) => baseUrl },
  { head: 'why', cell: ({ reason }: SourceLine) => reason ?? '', max: 100 },
  { head: 'warning', cell: ({ warning }: SourceLine) => warning ?? '', max: 100 },
];

function sayStaleness({ profiles, unread, stalestAt }: SourceLine): string {
  if (!profiles) return '';
  return unread ? `${unread} of ${profiles} never read` : moment(stalestAt);
}
