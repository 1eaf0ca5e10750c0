import type { Command } from 'commander';
import type { CommandContext } from './context.js';

/** Brings the database up to date and does nothing else. Starting does this too. */
export function addMigrate(program: Command, context: CommandContext): void {
  program
    .command('migrate')
    .description("Bring the database's tables, and the queue's, up to date.")
    .action(() =>
      context.withApp([], async ({ migrated }) => {
        const done = migrated.map((name) => `run: ${name}\n`).join('');
        context.io.out(`${done}the database is up to date\n`);
      }),
    );
}
