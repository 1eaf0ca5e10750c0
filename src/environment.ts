import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError } from './errors.js';

const Flag = z
  .enum(['true', 'false', '1', '0'], { error: 'expected true or false' })
  .transform((text) => text === 'true' || text === '1');
const Port = z
  .string()
  .regex(/^\d{1,5}$/, 'expected a port, 0 to 65535')
  .transform(Number)
  .pipe(z.number().max(65535, 'expected a port, 0 to 65535'));
const address = (protocol: RegExp, example: string) =>
  z.url({ protocol, error: `expected an address such as ${example}` });

/** It stands on envelopes and in links. */
const BARE_ADDRESS = /^[^\s@<>"(),:;\\[\]]+@[^\s@<>"(),:;\\[\]]+$/;

/** With 46 more, for whom a mail went to, they are the 64 of RFC 5321, section 4.5.3.1.1. */
const MOST_BEFORE_AT = 18;

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const Variables = z.object({
  DATABASE_URL: address(/^postgres(ql)?$/, 'postgres://user:password@host:5432/name').optional(),
  REDIS_URL: address(/^rediss?$/, 'redis://host:6379').optional(),
  SMTP_URL: address(/^smtps?$/, 'smtp://user:password@host:587').optional(),
  MAIL_FROM: z.string().default('Broadsheet <broadsheet@localhost>'),
  OPERATOR_MAIL: z.string().regex(BARE_ADDRESS, 'expected a bare address such as you@example.org').optional(),
  BOUNCE_ADDRESS: z
    .string()
    .regex(BARE_ADDRESS, 'expected a bare address such as bounces@example.org')
    .refine(
      (text) => text.indexOf('@') <= MOST_BEFORE_AT,
      `expected at most ${MOST_BEFORE_AT} characters before the @, as mails come back to bounces+TOKEN@example.org`,
    )
    .optional(),
  BOUNCE_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,}$/, 'expected at least 16 characters, without spaces or line breaks')
    .optional(),
  PUBLIC_URL: address(/^https?$/, 'https://paper.example.org').optional(),
  TRUST_PROXY: Flag.default(false),
  SECRET_KEY: z.string().min(16, 'expected at least 16 characters').optional(),
  SUMMARIES_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'expected a key without spaces or line breaks')
    .optional(),
  ADMIN_PASSWORD: z.string().min(8, 'expected at least 8 characters').optional(),
  DATA_DIR: z
    .string()
    .default('data')
    .transform((path) => resolve(path)),
  CONFIG_DIR: z.string().optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: Port.default(3000),
  LOG_LEVEL: z.enum(LEVELS, { error: `expected one of ${LEVELS.join(', ')}` }).default('info'),
});

/** The environment, checked. `PUBLIC_URL` has no trailing slash and falls back to where the program listens. */
export type Environment = Omit<z.infer<typeof Variables>, 'PUBLIC_URL'> & { PUBLIC_URL: string };

/** What the variables may be; for documentation. */
export const environmentSchema = Variables;

/** Names of all variables, for help and documentation. Each can also be given as `NAME_FILE`. */
export const VARIABLES = Object.keys(Variables.shape);

/** Reads the variables Broadsheet knows; an empty one counts as unset. Raises `ConfigError` naming the variable, never its value. */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const given = Object.fromEntries(
    VARIABLES.map((name) => [name, readVariable(name, variables)] as const).filter(
      ([, value]) => value !== undefined,
    ),
  );
  const result = Variables.safeParse(given);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new ConfigError(`environment: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { PUBLIC_URL, ...rest } = result.data;
  return {
    ...rest,
    PUBLIC_URL: (PUBLIC_URL ?? localAddress(rest.HOST, rest.PORT)).replace(/(?<!\/)\/+$/, ''),
  };
}

/** Where a browser on this machine finds the program; "every interface" is no address to go to. */
function localAddress(host: string, port: number): string {
  if (host === '0.0.0.0' || host === '::') return `http://localhost:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function readVariable(name: string, variables: NodeJS.ProcessEnv): string | undefined {
  const file = variables[`${name}_FILE`];
  if (variables[name]) return variables[name];
  if (!file) return undefined;
  try {
    return readFileSync(file, 'utf8').trimEnd() || undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(`environment: ${name}_FILE: ${file} cannot be read (${code})`, { cause: error });
  }
}
