import { randomUUID } from 'node:crypto';
import { createLinks } from '../../access/links.js';
import { openSecrets } from '../../access/secrets.js';
import type { Config } from '../../config.js';
import { describeHouse } from '../../jobs/open-writers.js';
import { createTransport } from '../../mail/create-transport.js';
import type { Transport } from '../../mail/transport.js';
import type { Message, Receipt } from '../../model/message.js';
import { createTrialWriter } from '../../templates/trial-mail.js';
import type { Patient } from './patient.js';
import { fail, ok, type Verdict, warn } from './verdict.js';

/** Sends one real mail, as digests are sent, and tells what the server answered. */
export async function sendTrial(patient: Patient, config: Config, to: string): Promise<Verdict> {
  const message = await writeTrial(patient, config, to);
  const transport = patient.running?.deps.transport ?? openTransport(patient, config);
  try {
    return judgeReceipt(await transport.send(message), transport);
  } finally {
    if (!patient.running) await transport.close();
  }
}

function openTransport({ dkim }: Patient, { environment }: Config): Transport {
  // Silence must not outlast the patience of the checks.
  return createTransport({ environment, inFlight: 1, silenceMs: 10_000, ...(dkim && { dkim }) });
}

async function writeTrial({ running, clock }: Patient, config: Config, to: string): Promise<Message> {
  const links = running?.links ?? (await openLinks(config));
  const write = await createTrialWriter(describeHouse(config, links));
  const { hostname } = new URL(config.environment.PUBLIC_URL);
  const envelope = { messageId: `<${randomUUID()}@${hostname}>`, date: clock.now() };
  return write(to, { id: randomUUID(), linkGeneration: 0 }, envelope);
}

async function openLinks({ environment }: Config) {
  const { secretKey } = await openSecrets(environment, environment.DATA_DIR);
  const { PUBLIC_URL: publicUrl, BOUNCE_ADDRESS: bounceAddress } = environment;
  return createLinks({ secretKey, publicUrl, bounceAddress });
}

function judgeReceipt(receipt: Receipt, { name }: Transport): Verdict {
  if (receipt.outcome === 'sent') {
    if (name === 'outbox') return ok(`${receipt.response}; set SMTP_URL to send it to somebody`);
    return ok(`the mail server took it: ${receipt.response}`);
  }
  const code =
    receipt.code === undefined || receipt.reason.includes(String(receipt.code)) ? '' : ` (${receipt.code})`;
  const found = `${receipt.outcome}: ${receipt.reason}${code}`;
  if (receipt.outcome === 'unknown')
    return warn(
      `${found}; it may have arrived`,
      'look into the mailbox, and into the log of the mail server',
    );
  return fail(
    found,
    receipt.outcome === 'deferred'
      ? 'try again in some minutes'
      : 'do what the mail server says, or try another address',
  );
}
