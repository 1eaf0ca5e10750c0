import { createOutbox } from '../../src/mail/outbox.js';
import { sampleMessage } from './sample-message.js';

/** A process of its own that writes twenty large mails at once, to be killed meanwhile: `outbox-writer DIR`. */
const outbox = createOutbox(process.argv[2] ?? '');
const html = `<p>${'word '.repeat(200_000)}</p><p>the end</p>`;
await Promise.all(
  Array.from({ length: 20 }, (_, index) =>
    outbox.send(sampleMessage({ messageId: `<w${index}@papers.example.org>`, html })),
  ),
);
