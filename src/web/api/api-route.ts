import type { FastifyReply, onRequestAsyncHookHandler } from 'fastify';
import type { z } from 'zod';
import type { ApiScope, ApiToken } from '../../store/store.js';
import type { Refusal } from './problem.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Present on the routes of the API. */
    api?: ApiRoute;
  }

  interface FastifyRequest {
    /** Whose token came with the request; undefined for who came without. */
    apiToken?: ApiToken | undefined;
  }
}

/** A request that has passed the door: everything is of the shape the route asks for. */
export interface Asked<Params, Query, Body> {
  params: Params;
  query: Query;
  body: Body;
  /** Path and query as they came, for links to further parts. */
  url: string;
  /** Present on routes that are not public. */
  token?: ApiToken | undefined;
  /** For further headers. */
  reply: FastifyReply;
}

/** One route of the API. Its schemas check what comes in and what goes out, and are what the description is made of. */
export interface ApiRoute<Params = unknown, Query = unknown, Body = unknown, Answer = unknown> {
  method: 'GET' | 'POST';
  /** With `:name` for a part of the path. */
  url: string;
  id: string;
  tag: ApiTag;
  summary: string;
  description?: string;
  /** Who may ask: everybody, or who holds a token of this scope. */
  access: 'public' | ApiScope;
  params?: z.ZodType<Params>;
  query?: z.ZodType<Query>;
  body?: z.ZodType<Body>;
  /** Status of a good answer; 200 when absent. */
  status?: number;
  answer: z.ZodType<Answer>;
  /** What `undefined` as an answer means: said with 404. */
  missing?: string;
  /** Statuses of further refusals, for the description. */
  refuses?: readonly number[];
  /** Stands before the body is read, behind what stands before all routes. */
  onRequest?: onRequestAsyncHookHandler;
  handle(asked: Asked<Params, Query, Body>): Promise<Answer | Refusal | undefined>;
}

/** Under which heading a route is described. */
export const API_TAGS = {
  papers: 'Papers, topics and the people who write them',
  editions: 'Trending lists, and editions as they were frozen',
  subscriptions: 'Getting mail',
  operators: 'What needs a token of an operator',
} as const;
export type ApiTag = keyof typeof API_TAGS;

/** Declares a route; what its schemas say is what its handler is given. */
export function defineRoute<Params, Query, Body, Answer>(
  route: ApiRoute<Params, Query, Body, Answer>,
): ApiRoute {
  return route as ApiRoute;
}
