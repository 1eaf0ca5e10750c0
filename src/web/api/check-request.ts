import type { FastifyError } from 'fastify';
import { z } from 'zod';
import type { FieldProblem, Refusal } from './problem.js';
import { refuse } from './problem.js';

/** What stands in the place of the error of Fastify's own validation. */
class Unfit extends Error {
  constructor(
    readonly schema: z.ZodType,
    readonly issues: readonly z.core.$ZodIssue[],
  ) {
    super('the request does not fit its schema');
  }
}

/** Checks a part of a request against its schema; as a validator of Fastify's. */
export function createCheck(schema: z.ZodType): (data: unknown) => { value: unknown } | { error: Error } {
  return (data) => {
    const { success, data: value, error } = schema.safeParse(data ?? undefined);
    return success ? { value } : { error: new Unfit(schema, error.issues) };
  };
}

/** What is wrong with a request that did not fit, each field by its name; undefined for any other error. */
export function describeUnfit(error: FastifyError | Error): Refusal | undefined {
  if (!(error instanceof Unfit)) return undefined;
  const part = 'validationContext' in error ? error.validationContext : 'body';
  const errors = error.issues.flatMap((issue) => describeIssue(issue, part === 'body', error.schema));
  return refuse(400, part === 'body' ? 'The body cannot be taken.' : 'The address cannot be read.', {
    errors,
  });
}

function describeIssue(issue: z.core.$ZodIssue, inBody: boolean, schema: z.ZodType): FieldProblem[] {
  const place = (path: PropertyKey[]) =>
    inBody ? { pointer: pointerTo(path) } : { parameter: path.join('.') };
  if (issue.code === 'unrecognized_keys') {
    const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
    const detail =
      known.length > 0 ? `unknown; expected only ${known.join(', ')}` : 'unknown; nothing is asked for';
    return issue.keys.map((key) => ({ detail, ...place([...issue.path, key.slice(0, 100)]) }));
  }
  return [{ detail: `expected ${sayExpected(issue)}`, ...place(issue.path) }];
}

function sayExpected(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type')
    return issue.message.startsWith('Invalid input') ? issue.expected : issue.message;
  if (issue.code === 'invalid_value') return `one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'too_small') return `${issue.minimum} or more${unitOf(issue.origin)}`;
  if (issue.code === 'too_big') return `at most ${issue.maximum}${unitOf(issue.origin)}`;
  return issue.message;
}

const unitOf = (origin: string): string => (origin === 'string' ? ' characters' : '');

/** `#/topics/3`: RFC 6901, section 6. */
const pointerTo = (path: PropertyKey[]): string =>
  [
    '#',
    ...path.map((part) => encodeURIComponent(String(part).replace(/~/g, '~0').replace(/\//g, '~1'))),
  ].join('/');
