import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Operator } from '../store/store.js';
import { passwordMark } from './sessions.js';
import type { WebNeeds } from './web-needs.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is logged in; present behind `OperatorGuard.enter`. */
    operator?: Operator;
  }
}

declare module '@fastify/secure-session' {
  interface SessionData {
    operator: unknown;
  }
}

const Begun = z.object({ id: z.string(), name: z.string(), mark: z.string(), endsAt: z.number() });

/** Begins, reads and ends the sessions of operators. */
export interface OperatorSessions {
  /** Replaces whatever the cookie held, so that a session planted before the login is worth nothing. */
  begin(request: FastifyRequest, operator: Operator): void;
  /** The operator as stored now: one who was removed, or whose password changed, is logged out. */
  read(request: FastifyRequest): Promise<Operator | undefined>;
  /** Makes the cookie worthless, also to someone who has copied it, as long as this process lives. */
  end(request: FastifyRequest): void;
}

/** Sessions live in the cookie; only those that were ended early are remembered, until they would have ended anyway. */
export function createOperatorSessions(
  needs: Pick<WebNeeds, 'store' | 'secretKey' | 'config'>,
): OperatorSessions {
  const lifeMs = needs.config.web.sessionHours * 3_600_000;
  const ended = new Map<string, number>();
  return {
    begin(request, operator) {
      const mark = passwordMark(operator.passwordHash, needs.secretKey);
      const session = { id: randomUUID(), name: operator.name, mark, endsAt: Date.now() + lifeMs };
      request.session.regenerate();
      request.session.set('operator', session);
    },
    async read(request) {
      const data = readSession(request);
      if (data === undefined || data.endsAt <= Date.now() || ended.has(data.id)) return undefined;
      const operator = await needs.store.operator(data.name);
      if (operator === undefined) return undefined;
      return passwordMark(operator.passwordHash, needs.secretKey) === data.mark ? operator : undefined;
    },
    end(request) {
      const data = readSession(request);
      for (const [id, endsAt] of ended) if (endsAt <= Date.now()) ended.delete(id);
      if (data) ended.set(data.id, data.endsAt);
      request.session.delete();
    },
  };
}

function readSession(request: FastifyRequest): z.infer<typeof Begun> | undefined {
  return Begun.safeParse(request.session.get('operator')).data;
}
