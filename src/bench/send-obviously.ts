import { createLinks } from '../access/links.js';
import { prepareEdition } from '../digest/compose-digest.js';
import { BroadsheetError } from '../errors.js';
import { createPlainSender, handOverReady } from '../mail/send-plainly.js';
import { writeMail } from '../mail/write-mail.js';
import type { Digest } from '../model/digest.js';
import type { Message } from '../model/message.js';
import { createMjmlRenderer } from '../templates/render-by-mjml.js';
import { createRenderer, type RendererSettings } from '../templates/render-digest.js';
import { makeEdition, makeReader } from './bench-readers.js';
import type { Prepared, SendingTask } from './deliver-orders.js';

const PAPERS = 60;
const CHOICES = 200;
/** Mails handed to nodemailer at once, and connections it has. */
const AT_ONCE = 32;
const LANES = 5;

/** The ways to send that keep no ledger. */
export async function prepareObvious(task: SendingTask): Promise<Prepared> {
  const send = await waysToSend[task.way === 'broadsheet' ? 'ready-html' : task.way](task);
  return {
    send,
    statements: () => 0,
    databaseProcesses: async () => [],
    close: async () => {},
  };
}

const waysToSend = {
  /** MJML for each reader, and `sendMail`. */
  async mjml({ smtpUrl, count, config }: SendingTask) {
    const render = await createMjmlRenderer(settingsOf(config));
    const digestOf = createDigests();
    const message = (await createRenderer(settingsOf(config))).forEdition(makeEdition(PAPERS));
    const make = async (number: number) => {
      const digest = digestOf(number);
      return { ...message(digest, envelopeOf(number)), html: await render(digest, envelopeOf(number)) };
    };
    await make(0);
    return sendEach(smtpUrl, count, make);
  },

  /** HTML that is there already, and `sendMail`. */
  async 'ready-html'({ smtpUrl, count, config }: SendingTask) {
    const messages = await makeMessages(config);
    return sendEach(
      smtpUrl,
      count,
      async (number) =>
        ({
          ...messages[number % messages.length],
          ...envelopeOf(number),
          to: makeReader(number).email,
        }) as Message,
    );
  },

  /** Bytes that are there already, over nodemailer's connections. */
  async 'ready-bytes'({ smtpUrl, count, config }: SendingTask) {
    const [message] = await makeMessages(config);
    if (!message) throw new BroadsheetError('bench: no mail was made');
    const bytes = await writeMail(message);
    return () => handOverReady(smtpUrl, message, bytes, { count, lanes: LANES });
  },
};

function sendEach(smtpUrl: string, count: number, make: (number: number) => Promise<Message>) {
  return async () => {
    const sender = createPlainSender(smtpUrl);
    let next = 0;
    const runLane = async () => {
      while (next < count) {
        next += 1;
        await sender.send(await make(next));
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, runLane));
    sender.close();
  };
}

async function makeMessages(config: SendingTask['config']): Promise<Message[]> {
  const render = (await createRenderer(settingsOf(config))).forEdition(makeEdition(PAPERS));
  const digestOf = createDigests();
  return Array.from({ length: CHOICES }, (_, number) => render(digestOf(number), envelopeOf(number)));
}

function createDigests(): (number: number) => Digest {
  const compose = prepareEdition(makeEdition(PAPERS));
  return (number) => {
    const composed = compose(makeReader(number), new Set());
    if ('skip' in composed) throw new BroadsheetError(`bench: no digest: ${composed.skip}`);
    return composed.digest;
  };
}

const envelopeOf = (number: number) => ({
  messageId: `<bench.${number}@papers.example.org>`,
  date: new Date('2026-08-21T05:00:00Z'),
});

function settingsOf({ site, mail, editions, environment }: SendingTask['config']): RendererSettings {
  const publicUrl = environment.PUBLIC_URL;
  return {
    site: { ...site, publicUrl },
    mail: { from: environment.MAIL_FROM, maxHtmlBytes: mail.maxHtmlBytes },
    links: createLinks({ secretKey: 'only for measuring', publicUrl }),
    days: editions.days,
  };
}
