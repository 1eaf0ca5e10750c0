import type { Readable } from 'node:stream';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { BroadsheetError } from '../errors.js';
import type { Message, Receipt } from '../model/message.js';
import { composeMail, readAddress } from './compose-mail.js';
import { describeFailure } from './describe-failure.js';
import type { SigningKey } from './read-signing-key.js';
import { nameNobody, type Progress, settleReceipt } from './settle-receipt.js';
import type { Transport } from './transport.js';

export interface SmtpSettings {
  /** `smtp://user:password@host:port` or `smtps://…`, with nodemailer's options as query. */
  url: string;
  /** Signs every mail. */
  dkim?: SigningKey;
  /** Where bounces go: the envelope's sender of a message that names none. Default: the address of `from`. */
  bounceAddress?: string;
  /** Messages handed over at once; up to five of them have a connection of their own. */
  inFlight: number;
  /** Longest silence of the server, in ms. Should end before the lease of a delivery does. */
  silenceMs?: number;
}

const MOST_CONNECTIONS = 5;

/** Adds to the usual list what RFC 8058, section 4, wants signed for leaving with one click. */
const SIGNED_HEADERS =
  'from:reply-to:to:subject:date:message-id:mime-version:content-type:list-id:list-unsubscribe:list-unsubscribe-post';

/** The query of an SMTP address wins over our options, so it must not undo them: logs would hold addresses, re-queueing would send twice. */
const OURS = ['logger', 'debug', 'transactionLog', 'pool', 'maxRequeues'];

/** Sends by SMTP over a few kept connections. A message is handed over once; trying again is for the caller to decide. */
export function createSmtpTransport(settings: SmtpSettings): Transport {
  const mailer = createMailer(settings);
  const streams = new Map<string, Readable>();
  const pending = new Set<Promise<Receipt>>();

  mailer.use('stream', (mail, done) => {
    const create = mail.message.createReadStream.bind(mail.message);
    mail.message.createReadStream = (options) => {
      const stream = create(options);
      if (mail.data.messageId) streams.set(mail.data.messageId, stream);
      return stream;
    };
    done();
  });

  /** nodemailer does not tell at which step a conversation broke; whether the message was read from tells it. */
  const progressOf = (messageId: string): Progress => {
    const stream = streams.get(messageId);
    if (!stream) return 'none';
    return stream.readableDidRead ? 'message' : 'envelope';
  };

  const sendOnce = async (message: Message): Promise<Receipt> => {
    const { mail, refusal } = composeOrRefuse(message, settings.bounceAddress);
    if (!mail) return refusal;
    try {
      const { response } = await mailer.sendMail(mail);
      return { outcome: 'sent', response: nameNobody(response) };
    } catch (error) {
      return settleReceipt(error, progressOf(mail.messageId));
    } finally {
      streams.delete(mail.messageId);
    }
  };

  return {
    name: 'smtp',
    send(message) {
      const sending = sendOnce(message);
      pending.add(sending);
      return sending.finally(() => pending.delete(sending));
    },
    async verify() {
      await mailer.verify().catch((error: unknown) => {
        throw describeFailure(error, settings.url);
      });
    },
    async close() {
      mailer.close();
      await Promise.allSettled(pending);
    },
  };
}

function createMailer({ url, dkim, inFlight, silenceMs = 100_000 }: SmtpSettings) {
  return createTransport({
    url: withoutOurs(url),
    pool: true,
    maxConnections: Math.max(1, Math.min(inFlight, MOST_CONNECTIONS)),
    maxRequeues: 0,
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: silenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(dkim && {
      dkim: {
        domainName: dkim.domain,
        keySelector: dkim.selector,
        privateKey: dkim.privateKey,
        headerFieldNames: SIGNED_HEADERS,
      },
    }),
  });
}

function withoutOurs(text: string): string {
  const url = new URL(text);
  for (const name of OURS) url.searchParams.delete(name);
  return url.toString();
}

type Composed =
  | { mail: SendMailOptions & { messageId: string }; refusal?: never }
  | { mail?: never; refusal: Receipt };

/** A message that cannot be put together is refused by ourselves: its receipt, not an error. */
function composeOrRefuse(message: Message, bounceAddress: string | undefined): Composed {
  try {
    const envelope = {
      from: readAddress(message.returnPath ?? bounceAddress ?? message.from),
      to: readAddress(message.to),
    };
    return { mail: { ...composeMail(message), messageId: message.messageId, envelope } };
  } catch (error) {
    if (!(error instanceof BroadsheetError)) throw error;
    return { refusal: { outcome: 'refused', reason: error.message } };
  }
}
