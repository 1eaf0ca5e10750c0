import { join } from 'node:path';
import { createOutbox } from './outbox.js';
import { createSmtpTransport, type SmtpSettings } from './smtp.js';
import type { Transport } from './transport.js';

export interface TransportSettings extends Pick<SmtpSettings, 'dkim' | 'inFlight' | 'silenceMs'> {
  environment: { SMTP_URL?: string | undefined; BOUNCE_ADDRESS?: string | undefined; DATA_DIR: string };
}

/** Where the outbox is, whether or not it is in use. */
export function outboxDir(dataDir: string): string {
  return join(dataDir, 'outbox');
}

/** SMTP where `SMTP_URL` says where to; else the outbox in `DATA_DIR`. Opens nothing yet. */
export function createTransport({ environment, ...settings }: TransportSettings): Transport {
  const { SMTP_URL, BOUNCE_ADDRESS, DATA_DIR } = environment;
  if (SMTP_URL === undefined) return createOutbox(outboxDir(DATA_DIR));
  return createSmtpTransport({
    ...settings,
    url: SMTP_URL,
    ...(BOUNCE_ADDRESS !== undefined && { bounceAddress: BOUNCE_ADDRESS }),
  });
}
