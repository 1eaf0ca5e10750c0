import type { Command } from 'commander';
import type { App } from '../app.js';
import { BroadsheetError } from '../errors.js';
import { readRequest } from '../mail/read-request.js';
import type { CommandContext } from './context.js';
import { readInput } from './read-input.js';

/** More than the headers of any mail; what a mail says below them is not read. */
const MOST_BYTES = 1_048_576;

/** What comes back by mail: a mail server hands each message for `BOUNCE_ADDRESS` to this command. */
export function addBounce(program: Command, context: CommandContext): void {
  program
    .command('bounce')
    .description(
      'Read a mail that came to BOUNCE_ADDRESS and do what it asks: "leave TOKEN" as its subject. Reports of mail that could not be delivered are not read yet.',
    )
    .argument('[file]', 'the message as it came, headers first (default: -, standard input)', '-')
    .action(async (file: string) => {
      const request = await readRequest(await readStart(file, context));
      if (request.kind === 'leave') await context.withApp([], (app) => leave(app, request.token, context));
      else context.io.out('it asks for nothing that is done by mail; nothing was changed\n');
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

async function leave({ deps }: App, token: string, { io }: CommandContext): Promise<void> {
  const found = deps.links.readUnsubscribe(token);
  if (!found)
    throw new BroadsheetError('bounce: the subject holds no token of ours, or only a part of it', {
      code: 'token',
      retry: 'never',
    });
  const hasLeft = await deps.store.leave(found.subscriberId);
  io.out(hasLeft ? 'the reader has left\n' : 'there is no such reader any more\n');
}
