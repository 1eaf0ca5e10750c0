import { BroadsheetError } from '../errors.js';
import type { Message, Receipt } from '../model/message.js';
import { composeEnvelope } from './compose-mail.js';
import { type Answer, openConversation, type ReadyMail } from './conversation.js';
import { createConversationPool } from './conversation-pool.js';
import { describeFailure } from './describe-failure.js';
import type { SigningKey } from './read-signing-key.js';
import { readSmtpUrl } from './read-smtp-url.js';
import { nameNobody, settleReceipt } from './settle-receipt.js';
import { createSigner, type SignMail } from './sign-mail.js';
import type { Transport } from './transport.js';
import { composeMail, joinMail } from './write-mail.js';

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

/** Sends by SMTP over a few kept connections. A message is handed over once; trying again is for the caller to decide. */
export function createSmtpTransport(settings: SmtpSettings): Transport {
  const { url, dkim, bounceAddress, inFlight, silenceMs = 100_000 } = settings;
  const server = readSmtpUrl(url, {
    maxConnections: Math.max(1, Math.min(inFlight, MOST_CONNECTIONS)),
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: silenceMs,
  });
  const pool = createConversationPool(server);
  const sign = dkim && createSigner(dkim);
  const pending = new Set<Promise<Receipt>>();

  const sendOnce = async (message: Message): Promise<Receipt> => {
    const ready = await makeReady(message, bounceAddress, sign);
    if ('outcome' in ready) return ready;
    try {
      return settleAnswer(await pool.handOver(ready));
    } catch (error) {
      return settleReceipt(error, 'none');
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
      try {
        (await openConversation(server, () => {})).end();
      } catch (error) {
        throw describeFailure(error, url);
      }
    },
    async close() {
      pool.close();
      await Promise.allSettled(pending);
    },
  };
}

/** A message that cannot be put together is refused by ourselves: its receipt, not an error. */
async function makeReady(
  message: Message,
  bounceAddress: string | undefined,
  sign: SignMail | undefined,
): Promise<ReadyMail | Receipt> {
  try {
    const envelope = composeEnvelope(message, bounceAddress);
    const mail = composeMail(message);
    return { envelope, bytes: joinMail(mail, await sign?.(mail)) };
  } catch (error) {
    if (!(error instanceof BroadsheetError)) throw error;
    return { outcome: 'refused', reason: error.message };
  }
}

function settleAnswer(answer: Answer): Receipt {
  if ('error' in answer) return settleReceipt(answer.error, answer.progress);
  return { outcome: 'sent', response: nameNobody(answer.response) };
}
