import { STATUS_CODES } from 'node:http';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';

export const PROBLEM_TYPE = 'application/problem+json';

/** One thing that is wrong with a request: a field of the body, or a parameter of the address. */
export const FieldProblem = z.object({
  detail: z.string(),
  pointer: z.string().optional().describe('A JSON pointer into the body (RFC 6901), as a fragment: #/date'),
  parameter: z.string().optional().describe('The name of a parameter of the address'),
});
export type FieldProblem = z.infer<typeof FieldProblem>;

/** What every error is told as (RFC 9457). */
export const Problem = z.object({
  type: z.string().describe('about:blank: the status says what kind of problem it is'),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  instance: z.string().optional().describe('The path that was asked for'),
  errors: z.array(FieldProblem).optional(),
});

/** An answer that is none: why, and what to do about it. */
export interface Refusal {
  refused: number;
  detail: string;
  errors?: FieldProblem[];
  headers?: Record<string, string>;
}

/** Refuses a request with a status; `detail` is for the person who wrote the program that asks. */
export function refuse(
  status: number,
  detail: string,
  more: Omit<Refusal, 'refused' | 'detail'> = {},
): Refusal {
  return { refused: status, detail, ...more };
}

/** Whether an answer is a refusal. */
export function isRefusal(answer: unknown): answer is Refusal {
  return typeof answer === 'object' && answer !== null && 'refused' in answer;
}

/** Sends a refusal as problem details. */
export function sendProblem(reply: FastifyReply, { refused, headers = {}, ...said }: Refusal): FastifyReply {
  return reply
    .code(refused)
    .headers({ 'cache-control': 'no-store', ...headers })
    .type(PROBLEM_TYPE)
    .serializer((text: string) => text)
    .send(writeProblem(refused, said, pathOf(reply.request.url)));
}

/** Problem details as text. */
export function writeProblem(
  status: number,
  { detail, errors }: Pick<Refusal, 'detail' | 'errors'>,
  instance?: string,
): string {
  const title = STATUS_CODES[status] ?? 'Error';
  return JSON.stringify({
    type: 'about:blank',
    title,
    status,
    detail,
    ...(instance && { instance }),
    ...(errors && { errors }),
  });
}

/** The query may hold whatever somebody typed, and an address of a megabyte is not sent back. */
const pathOf = (url: string): string => (url.split('?', 1)[0] ?? '').slice(0, 500);
