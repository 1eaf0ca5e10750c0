import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Operator } from '../store/store.js';
import type { DeskFrame } from './pages/desk-frame.js';
import type { WebNeeds } from './web-needs.js';

/** Who looks at a page of the desk, and what every one of its pages needs. */
export interface DeskVisit {
  operator: Operator;
  /** False for those who only look. */
  acts: boolean;
  desk: DeskFrame;
  timeZone: string;
}

/** Begins a page of the desk, behind the guard. */
export function visitDesk(
  request: FastifyRequest,
  reply: FastifyReply,
  { config, outbox }: Pick<WebNeeds, 'config' | 'outbox'>,
): DeskVisit {
  const { operator } = request;
  if (operator === undefined) throw new Error('the desk is shown behind the guard only');
  return {
    operator,
    acts: operator.role === 'operator',
    desk: { csrf: reply.generateCsrf(), hasOutbox: outbox !== undefined },
    timeZone: config.editions.timeZone,
  };
}

/** Notes an act where it can be found afterwards. */
export function noteAct(
  { store }: Pick<WebNeeds, 'store'>,
  { operator }: FastifyRequest,
  action: string,
  detail: Record<string, unknown>,
): Promise<void> {
  return store.recordAudit({ who: operator?.name ?? '', action, detail });
}
