import type { Config } from '../../config.js';
import type { Environment } from '../../environment.js';
import { checkConfiguration } from './check-configuration.js';
import { checkClocks, checkDatabase, checkDisk, checkTimeZones, checkWorker } from './check-database.js';
import { checkPublicUrl } from './check-public-url.js';
import { checkRedis } from './check-redis.js';
import { checkNode } from './check-runtime.js';
import { checkFileModes, checkSecretKey } from './check-secrets.js';
import { checkAlignment, checkDkim, checkDmarc, checkPtr, checkSpf } from './check-sender.js';
import { checkSmtp } from './check-smtp.js';
import type { Patient } from './patient.js';
import { sendTrial } from './send-trial.js';
import { isOnlyHere, senderOf } from './sender.js';
import { type Check, fail, ok, type Verdict, warn } from './verdict.js';

export interface CheckOptions {
  /** Leave out whatever asks somebody outside of the program: mail server, DNS, pages, sources. */
  offline?: boolean;
  /** Send one real mail there. */
  sendTo?: string;
}

/** Every check that makes sense for what is configured, in the order they are told. */
export function listChecks(patient: Patient, sources: Check[], { offline, sendTo }: CheckOptions): Check[] {
  return [
    check('configuration', () => checkConfiguration(patient)),
    check('node', async () => checkNode()),
    check('file modes', () => checkFileModes(patient)),
    check('secret key', () => checkSecretKey(patient)),
    check('database', () => checkDatabase(patient)),
    check('clocks', () => checkClocks(patient)),
    check('time zones', () => checkTimeZones(patient)),
    check('disk', () => checkDisk(patient)),
    ...redisChecks(patient.environment),
    check('worker', () => checkWorker(patient)),
    ...(offline ? [] : outsideChecks(patient, sources, sendTo)),
    ...(patient.config ? [] : [check('the rest', async () => NOT_LOOKED_AT)]),
  ];
}

const NOT_LOOKED_AT = warn(
  'sender, PUBLIC_URL, sources and time zones of the configuration were not looked at',
  'correct the configuration first',
);

const check = (name: string, look: Check['look']): Check => ({ name, look });

const redisChecks = (environment: Environment | undefined): Check[] =>
  environment?.REDIS_URL === undefined ? [] : [check('redis', () => checkRedis(environment.REDIS_URL ?? ''))];

function outsideChecks(patient: Patient, sources: Check[], sendTo: string | undefined): Check[] {
  const { config, environment, clock } = patient;
  return [
    ...(environment ? [check('mail server', () => checkSmtp(environment, clock))] : []),
    ...(config ? senderChecks(patient, config) : []),
    ...(config ? [check('public url', (signal) => checkPublicUrl(config, clock, signal))] : []),
    ...sources,
    ...(config && sendTo !== undefined ? [check('mail', () => sendTrial(patient, config, sendTo))] : []),
  ];
}

/** What receivers look up, where mails go to any. */
function senderChecks({ dns, dkim, environment }: Patient, config: Config): Check[] {
  const { SMTP_URL: smtpUrl } = environment ?? config.environment;
  const sender = senderOf(config.environment);
  const tell = (verdict: Verdict) => [check('sender', async () => verdict)];
  if (smtpUrl === undefined) return tell(ok('SPF, DKIM, DMARC and PTR matter once SMTP_URL is set'));
  if (!sender) return tell(fail('MAIL_FROM holds no address', 'set it to `Broadsheet <paper@example.org>`'));
  if (isOnlyHere(sender.domain))
    return tell(
      fail(
        `MAIL_FROM is of ${sender.domain}, which no receiver can look up`,
        'set MAIL_FROM to an address of a domain that is yours',
      ),
    );
  return [
    check('spf', () => checkSpf(sender, smtpUrl, dns)),
    check('dkim', () => checkDkim(dkim, dns)),
    check('dmarc', () => checkDmarc(sender, dns)),
    check('alignment', () => checkAlignment(sender, dkim, dns)),
    check('ptr', () => checkPtr(smtpUrl, dns)),
  ];
}
