import type { App } from '../../app.js';
import type { Subscriber } from '../../model/subscriber.js';
import type { CommandContext } from '../context.js';
import { formatTable } from '../table.js';
import { describeChoices, describeRhythm, namesOf } from './describe-reader.js';

/** Shows every reader with their state, and whom they follow by name. */
export async function listReaders({ deps }: App, json: boolean, { io }: CommandContext): Promise<void> {
  const readers = await deps.store.subscribers();
  const ids = [...new Set(readers.flatMap(({ authors }) => authors))];
  const names = namesOf(await deps.store.authorsOf(ids));
  if (!json) return io.out(formatReaders(readers, names));
  for (const reader of readers) {
    const followed = reader.authors.map((id) => ({ id, name: names.get(id) }));
    io.out(`${JSON.stringify({ ...reader, followed })}\n`);
  }
}

function formatReaders(readers: Subscriber[], names: ReadonlyMap<string, string>): string {
  return formatTable<Subscriber>(
    [
      { head: 'address', cell: ({ email }) => email },
      { head: 'state', cell: ({ state }) => state },
      { head: 'gets', cell: describeRhythm },
      { head: 'papers', cell: ({ maxPapers }) => maxPapers },
      { head: 'choices', cell: (reader) => describeChoices(reader, names) },
    ],
    readers,
  );
}
