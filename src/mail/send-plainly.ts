import { once } from 'node:events';
import { createTransport } from 'nodemailer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Message } from '../model/message.js';
import { composeEnvelope } from './compose-mail.js';
import { readSmtpUrl } from './read-smtp-url.js';

/** The obvious way to send mails, for measuring: `sendMail` for each, over nodemailer's pool. */
export function createPlainSender(url: string) {
  const mailer = createTransport({ url, pool: true });
  return {
    async send({ from, to, subject, messageId, date, headers, html, text }: Message): Promise<void> {
      await mailer.sendMail({ from, to, subject, messageId, date, headers, html, text });
    },
    close: () => mailer.close(),
  };
}

/** The most that nodemailer can hand over, for measuring: the same bytes `count` times, over `lanes` of its connections. */
export async function handOverReady(
  url: string,
  message: Message,
  bytes: Buffer,
  { count, lanes }: { count: number; lanes: number },
): Promise<void> {
  let left = count;
  const runLane = async () => {
    const connection = new SMTPConnection(readSmtpUrl(url));
    connection.connect();
    await once(connection, 'connect');
    for (; left > 0; ) {
      left -= 1;
      await new Promise<void>((resolve, reject) =>
        connection.send(composeEnvelope(message), bytes, (error) => (error ? reject(error) : resolve())),
      );
    }
    connection.quit();
  };
  await Promise.all(Array.from({ length: lanes }, runLane));
}
