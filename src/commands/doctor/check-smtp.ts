import type { Environment } from '../../environment.js';
import { BroadsheetError } from '../../errors.js';
import { isPrivateAddress } from '../../fetch/private-address.js';
import { outboxDir } from '../../mail/create-transport.js';
import { lookAtServer, type MailServerFacts } from '../../mail/look-at-server.js';
import type { Clock } from '../../model/clock.js';
import { fail, gather, ok, type Verdict, warn } from './verdict.js';

const CONNECT_MS = 8_000;
const SOON_MS = 14 * 86_400_000;

const MENDS: Record<string, string> = {
  'log-in': 'correct the user name and password in SMTP_URL',
  certificate:
    'give the mail server a certificate for the name in SMTP_URL; for one of your own authority set NODE_EXTRA_CA_CERTS',
  connect: 'correct host and port in SMTP_URL, and see that the firewall lets this machine through',
};

/** Whether mails can be handed over, and safely. */
export async function checkSmtp(environment: Environment, clock: Clock): Promise<Verdict> {
  const { SMTP_URL } = environment;
  if (SMTP_URL === undefined) return judgeOutbox(environment);
  try {
    return judgeServer(await lookAtServer(SMTP_URL, CONNECT_MS), SMTP_URL, clock);
  } catch (error) {
    if (!(error instanceof BroadsheetError)) throw error;
    return fail(error.message, MENDS[String(error.context.step)] ?? MENDS.connect ?? '');
  }
}

function judgeOutbox({ DATABASE_URL, DATA_DIR }: Environment): Verdict {
  const found = `mails are written to ${outboxDir(DATA_DIR)} and sent to nobody`;
  if (DATABASE_URL === undefined) return ok(`${found}; SMTP_URL would send them`);
  return warn(found, 'set SMTP_URL, so that readers get their mails');
}

/** For tests as well: certificates of theirs do not run out. */
export function judgeServer(facts: MailServerFacts, url: string, clock: Clock): Verdict {
  return gather([judgeTls(facts, clock), judgeLogin(facts, url)]);
}

function judgeTls({ host, address, tls, login }: MailServerFacts, clock: Clock): Verdict {
  if (!tls) return judgeClear(host, address, login === 'done');
  const found = `${host}, ${tls.protocol}`;
  if (!tls.trusted)
    return warn(`${found}, whose certificate is not checked and would not pass`, MENDS.certificate ?? '');
  const { certificateEndsAt: end } = tls;
  if (end && end.getTime() - clock.now().getTime() < SOON_MS)
    return warn(`${found}, with a certificate that ends on ${dayOf(end)}`, 'renew the certificate');
  return ok(end ? `${found}, certificate valid until ${dayOf(end)}` : found);
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10);

function judgeClear(host: string, address: string | undefined, withPassword: boolean): Verdict {
  const isLocal = address !== undefined && isLoopback(address);
  const isNear = address !== undefined && isPrivateAddress(address);
  if (isLocal || (isNear && !withPassword)) return ok(`${host}, in the clear, within a private network`);
  return warn(
    `${host} is spoken to in the clear, ${withPassword ? 'password and ' : ''}addresses included`,
    'have the mail server offer STARTTLS, or use smtps://',
  );
}

const isLoopback = (address: string) => /^(::ffff:)?127\.|^::1$/.test(address);

function judgeLogin({ login }: MailServerFacts, url: string): Verdict {
  if (login === 'done') return ok('logged in');
  if (login === 'none') return ok('without a log-in');
  const what = new URL(url).protocol === 'smtps:' ? '' : '; servers often want TLS first';
  return warn(
    'SMTP_URL names a user, and the server offers no log-in',
    `leave the user out of SMTP_URL, or use the port for handing in, 587 or 465${what}`,
  );
}
