import type { App } from '../../app.js';
import { type Config, loadConfig } from '../../config.js';
import { type Environment, readEnvironment } from '../../environment.js';
import { BroadsheetError } from '../../errors.js';
import { readSigningKey, type SigningKey } from '../../mail/read-signing-key.js';
import type { Clock } from '../../model/clock.js';
import { checkLinks } from '../../sources/check-links.js';
import { loadSources, type Sources } from '../../sources/load-sources.js';
import type { CommandContext } from '../context.js';
import { createDns, type Dns } from './dns.js';
import { type Records, recordsOf } from './records.js';

/** All there is to look at. What cannot be read is absent, and `problems` says why. */
export interface Patient {
  variables: NodeJS.ProcessEnv;
  /** The program that runs in this process, where one does. */
  running?: App;
  environment?: Environment;
  config?: Config;
  sources?: Sources;
  /** What mails are signed with. */
  dkim?: SigningKey;
  /** What is wrong in the configuration. */
  problems: string[];
  dns: Dns;
  clock: Clock;
  records: Records;
}

export interface PatientOptions {
  /** `9.9.9.9` or `127.0.0.1:5353`; the servers of this machine when absent. */
  dnsServer?: string | undefined;
}

/** Reads what can be read, once, and opens nothing yet. Raises `UsageError` for an impossible DNS server only. */
export async function admitPatient(
  { variables, running }: Pick<CommandContext, 'variables' | 'running'>,
  { dnsServer }: PatientOptions = {},
): Promise<Patient> {
  const dns = createDns(dnsServer);
  const problems: string[] = [];
  const attempt = <T>(read: () => T | Promise<T>) => readOrNote(read, problems);
  const environment = await attempt(() => readEnvironment(variables));
  // What is wrong in the environment is told already.
  const config = environment && (await attempt(() => loadConfig(variables)));
  const sources = config && (await attempt(() => loadSources(config.sources)));
  if (config) await attempt(() => checkLinks(config.authors));
  const dkim = config && (await attempt(() => readSigningKey(config.mail.dkim)));
  return {
    variables,
    problems,
    dns,
    clock: { now: () => new Date() },
    records: recordsOf(environment, running),
    ...(running && { running }),
    ...(environment && { environment }),
    ...(config && { config }),
    ...(sources && { sources }),
    ...(dkim && { dkim }),
  };
}

async function readOrNote<T>(read: () => T | Promise<T>, problems: string[]): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof BroadsheetError)) throw error;
    problems.push(error.message);
    return undefined;
  }
}
