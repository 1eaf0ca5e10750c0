import { hashToken } from '../access/tokens.js';
import type { Config } from '../config.js';
import { composeDigest } from '../digest/compose-digest.js';
import type { Deps } from '../jobs/deps.js';
import { sendLetter } from '../jobs/send-letter.js';
import { readAddress } from '../readers/read-address.js';
import { readChoices } from '../readers/read-choices.js';
import type { ReaderNeeds } from '../web/reader-needs.js';
import type { Queue } from '../workers/queue.js';

/** What the pages for readers work with, out of what the program is built from. */
export function readerNeeds(config: Config, deps: Deps, queue: Queue): ReaderNeeds {
  const { store, clock, links, topics, sources } = deps;
  return {
    store,
    clock,
    config,
    links,
    topics,
    hashToken,
    readAddress,
    readChoices: (input) => readChoices(input, { topics }),
    readProfileAddress: sources.readProfileAddress,
    compose(edition, reader) {
      const composed = composeDigest(edition, reader, new Set());
      return 'digest' in composed ? composed.digest.sections.flatMap(({ papers }) => papers) : [];
    },
    sendLetter: async (letterId) => void (await queue.enqueue(sendLetter.with({ letterId }))),
  };
}
