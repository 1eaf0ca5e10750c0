import type { Agent, Dispatcher } from 'undici';
import type { FetchError } from '../errors.js';
import type { Clock } from '../model/clock.js';
import type { Page, Request, Validators } from '../model/page.js';
import { type DecodedText, decodeText } from './decode-text.js';
import { explainFailure } from './explain-failure.js';
import type { FetchLimits } from './fetch-limits.js';
import { nextStep, type Step } from './follow-redirects.js';
import { headerOf } from './header.js';
import { judgeBody } from './judge-body.js';
import type { HostAnswer } from './judge-host.js';
import { judgeStatus } from './judge-status.js';
import { discardBody, readBody } from './read-body.js';
import { requestHeaders } from './request-headers.js';
import { validatorsOf } from './validators.js';

/** What one request needs. */
export interface Asking {
  agent: Agent;
  userAgent: string;
  limits: FetchLimits;
  clock: Clock;
  signal: AbortSignal;
  validators: Validators;
}

/** What came of it: a page, a place to ask next, or neither; and the answer as it concerns the host. */
export type Heard = { answer: HostAnswer } & (
  | { kind: 'page'; page: Page }
  | { kind: 'redirect'; step: Step }
  | { kind: 'failed'; failure: FetchError }
);

type Response = Dispatcher.ResponseData;

/** Sends one request and reads its answer. Raises nothing: what went wrong is part of what was heard. */
export async function askSite(request: Request, step: Step, asking: Asking): Promise<Heard> {
  let response: Response | undefined;
  try {
    response = await send(step, asking);
    return await read(request, step, response, asking);
  } catch (error) {
    if (response) discardBody(response.body);
    const failure = explainFailure(error, step.at.host, asking.limits);
    return { kind: 'failed', failure, answer: { ...answerOf(step, response), failure } };
  }
}

function send(step: Step, { agent, userAgent, validators, signal }: Asking): Promise<Response> {
  return agent.request({
    origin: step.at.origin,
    path: step.at.pathname + step.at.search,
    method: step.method ?? 'GET',
    headers: requestHeaders(step, userAgent, validators),
    body: step.body ?? null,
    signal,
  });
}

function answerOf(step: Step, response: Response | undefined): HostAnswer {
  return { url: step.at, ...(response && { status: response.statusCode, headers: response.headers }) };
}

async function read(request: Request, step: Step, response: Response, asking: Asking): Promise<Heard> {
  const answer = answerOf(step, response);
  const next = nextStep(step, { status: response.statusCode, headers: response.headers });
  if (!next) return { kind: 'page', page: await readPage(request, step, response, asking), answer };
  discardBody(response.body);
  return { kind: 'redirect', step: next, answer };
}

async function readPage(request: Request, step: Step, response: Response, asking: Asking): Promise<Page> {
  const { validators, clock } = asking;
  const { statusCode: status, headers } = response;
  const unchanged = status === 304 && Object.keys(validators).length > 0;
  const fetchedAt = clock.now();
  const contentType = headerOf(headers, 'content-type');
  const { text, garbled } = unchanged ? NOTHING : await readText(request, step, response, asking);
  return {
    requestUrl: request.url,
    url: step.at.href,
    status,
    ...(contentType !== undefined && { contentType }),
    body: text,
    ...(garbled && { garbled }),
    unchanged,
    validators: { ...(unchanged && validators), ...validatorsOf(headers) },
    fetchedAt,
  };
}

const NOTHING: DecodedText = { text: '', garbled: false };

async function readText(
  request: Request,
  step: Step,
  response: Response,
  asking: Asking,
): Promise<DecodedText> {
  const { statusCode: status, headers, body } = response;
  judgeStatus({ url: step.at, status, headers, answeredAt: asking.clock.now() });
  const { host } = step.at;
  const bytes = await readBody({ host, headers, body, maxBytes: asking.limits.maxBytes });
  const contentType = headerOf(headers, 'content-type');
  const decoded = decodeText(bytes, contentType);
  judgeBody({ url: step.at, askedUrl: request.url, status, contentType, body: decoded.text });
  return decoded;
}
