import type { Command } from 'commander';
import { BroadsheetError } from '../errors.js';
import { takeReturnedMail } from '../jobs/take-returned-mail.js';
import type { CommandContext } from './context.js';
import { readInput } from './read-input.js';

/** More than the headers of any mail; what a mail says below them is not read. */
const MOST_BYTES = 1_048_576;

/** What comes back by mail: a mail server hands each message for `BOUNCE_ADDRESS` to this command. */
export function addBounce(program: Command, context: CommandContext): void {
  program
    .command('bounce')
    .description(
      'Read a mail that came to BOUNCE_ADDRESS: "leave TOKEN" as its subject lets the reader leave; a report of a mail that came back, or of a complaint, is recorded and ends mail to addresses that are gone.',
    )
    .argument('[file]', 'the message as it came, headers first (default: -, standard input)', '-')
    .action(async (file: string) => {
      const message = await readStart(file, context);
      await context.withApp([], async (app) => {
        const { outcome, said } = await takeReturnedMail(message, app.deps);
        if (outcome === 'forged')
          throw new BroadsheetError(`bounce: ${said}`, { code: 'token', retry: 'never' });
        context.io.out(`${said}\n`);
      });
    });
}

async function readStart(file: string, { io }: CommandContext): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of readInput(file, io)) {
    // Read to its end all the same: the mail server that writes it would take a closed pipe for a failure.
    if (bytes < MOST_BYTES) pieces.push(piece);
    bytes += piece.length;
  }
  return Buffer.concat(pieces);
}
