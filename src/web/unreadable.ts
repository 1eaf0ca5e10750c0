import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ConnectionError, FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEM_TYPE, refuse, sendProblem, writeProblem } from './api/problem.js';

/**
 * Answers to requests that no route ever sees: an address that is none, more headers than are read, no HTTP at all. What
 * came is not logged, as it may hold anything.
 */
export const answerUnreadable = {
  frameworkErrors(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
    const status = error.statusCode ?? 400;
    void sendProblem(reply, refuse(status, status === 400 ? badAddress : (details[status] ?? unreadable)));
  },

  clientErrorHandler(error: ConnectionError, socket: Socket): void {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    const status = statuses[error.code] ?? 400;
    const body = writeProblem(status, { detail: details[status] ?? unreadable });
    const head = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      `Content-Type: ${PROBLEM_TYPE}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
    ];
    if (socket.writable) socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
    else socket.destroy();
  },
};

const statuses: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

const unreadable = 'The request cannot be read.';
const badAddress = 'Something in the address is not percent-encoded as it should be.';

const details: Record<number, string> = {
  408: 'The request took too long to arrive.',
  414: 'The address is too long.',
  431: 'Address and headers together are longer than 16 KB.',
};
