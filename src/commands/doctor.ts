import type { Command } from 'commander';
import { BroadsheetError, UsageError } from '../errors.js';
import { readAddress } from '../readers/read-address.js';
import type { CommandContext } from './context.js';
import { sourceChecks } from './doctor/check-sources.js';
import { type CheckOptions, listChecks } from './doctor/list-checks.js';
import { admitPatient } from './doctor/patient.js';
import { runChecks } from './doctor/run-checks.js';
import { sumUp, tellFinding } from './doctor/tell-findings.js';
import type { Finding } from './doctor/verdict.js';

interface Options extends CheckOptions {
  dns?: string;
  json?: boolean;
}

/** Looks at everything an installation stands on, and says what to do about what is not well. */
export function addDoctor(program: Command, context: CommandContext): void {
  program
    .command('doctor')
    .description(
      'Look at configuration, secrets, database, Redis, mail server, sender (SPF, DKIM, DMARC), pages, clocks and sources: ' +
        'a line each, with what to do. Changes nothing. Ends with status 1 when something fails.',
    )
    .option('--send-to <address>', 'send one real mail there, as digests are sent')
    .option('--dns <server>', 'ask this DNS server, such as 9.9.9.9 or 127.0.0.1:5353')
    .option('--offline', 'ask nobody outside: no mail server, DNS, pages or sources')
    .option('--json', 'print one JSON array')
    .action((options: Options) => runDoctor(context, readOptions(options)));
}

/** Raises `UsageError`. */
function readOptions(options: Options): Options {
  if (options.sendTo === undefined) return options;
  if (options.offline)
    throw new UsageError('--send-to: a mail cannot be sent --offline; leave one of them out');
  const read = readAddress(options.sendTo);
  if ('problem' in read)
    throw new UsageError(
      `--send-to: expected an address such as you@example.org, found "${options.sendTo}": ${read.problem}`,
    );
  return { ...options, sendTo: read.address };
}

async function runDoctor(context: CommandContext, options: Options): Promise<void> {
  const patient = await admitPatient(context, { dnsServer: options.dns });
  const sources = sourceChecks(patient);
  try {
    const checks = listChecks(patient, sources.checks, options);
    const width = Math.max(...checks.map(({ name }) => name.length));
    const findings: Finding[] = [];
    for await (const finding of runChecks(checks, context.io.signal)) {
      findings.push(finding);
      if (!options.json) context.io.out(tellFinding(finding, width));
    }
    context.io.out(options.json ? `${JSON.stringify(findings)}\n` : `${sumUp(findings)}\n`);
    refuseFailed(findings);
  } finally {
    await sources.close();
    await patient.records.close();
  }
}

function refuseFailed(findings: Finding[]): void {
  const failed = findings.filter(({ status }) => status === 'fail').map(({ check }) => check);
  if (failed.length > 0)
    throw new BroadsheetError(`not well: ${failed.join(', ')}`, { code: 'check', retry: 'never' });
}
