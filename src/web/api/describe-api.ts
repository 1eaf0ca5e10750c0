import type { FastifySchema } from 'fastify';
import { z } from 'zod';
import { API_TAGS, type ApiRoute } from './api-route.js';
import { PROBLEM_TYPE, Problem } from './problem.js';

type Described = Record<string, unknown>;

/** Named schemas, each once in the document. */
export type Components = Readonly<Record<string, z.ZodType>>;

const place = (name: string) => `#/components/schemas/${name}`;

/** What describes routes by the schemas that check them. */
export function createDescriber(components: Components) {
  const named = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries({ ...components, Problem })) named.add(schema, { id });
  const describeHere = (schema: z.ZodType, io: 'input' | 'output'): Described => {
    const name = named.get(schema)?.id;
    if (name !== undefined) return { $ref: place(name) };
    const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io });
    return rest;
  };
  return {
    /** The components of the document. */
    schemas(): Record<string, Described> {
      const { schemas } = z.toJSONSchema(named, { uri: place, io: 'output' });
      return Object.fromEntries(
        Object.entries(schemas).map(([name, { $schema: _dialect, $id: _id, ...rest }]) => [name, rest]),
      );
    },

    /** One route, as the plugin that writes the document takes it. */
    route(route: ApiRoute): FastifySchema {
      const { id, tag, summary, description, access, status = 200 } = route;
      return {
        operationId: id,
        tags: [tag],
        summary,
        ...(description !== undefined && { description }),
        ...(access !== 'public' && { security: [{ token: [] }] }),
        ...(route.params && { params: describeHere(route.params, 'input') }),
        ...(route.query && { querystring: describeHere(route.query, 'input') }),
        ...(route.body && { body: describeHere(route.body, 'input') }),
        response: {
          [status]: {
            description: describeGood(status),
            content: { 'application/json': { schema: describeHere(route.answer, 'output') } },
          },
          ...describeRefusals(route),
        },
      };
    },
  };
}

const describeGood = (status: number): string =>
  status === 202 ? 'Asked for; it is not done yet.' : 'What was asked for.';

/** Every status a route may refuse with, in rising order. */
function describeRefusals({
  access,
  method,
  params,
  query,
  body,
  missing,
  refuses = [],
}: ApiRoute): Described {
  const checked = params ?? query ?? body;
  const statuses = [
    ...(checked ? [400] : []),
    ...(access === 'public' ? [401] : [401, 403]),
    ...(missing === undefined ? [] : [404]),
    ...(method === 'POST' ? [413, 415] : []),
    ...refuses,
    429,
  ];
  const problem = { [PROBLEM_TYPE]: { schema: { $ref: place('Problem') } } };
  return Object.fromEntries(
    [...new Set(statuses)]
      .sort((a, b) => a - b)
      .map((status) => [status, { description: whatRefused[status] ?? 'Refused.', content: problem }]),
  );
}

const whatRefused: Record<number, string> = {
  400: 'Something asked for is not of its shape; `errors` says what.',
  401: 'There is no token, or it is not good.',
  403: 'The token has not the scope that this needs.',
  404: 'There is no such thing.',
  409: 'It cannot be done as things stand.',
  413: 'The body is too large.',
  415: 'The body is not JSON.',
  429: 'Too many requests; `Retry-After` says when to ask again.',
};

/** The head of the document. */
export const describeTags = () =>
  Object.entries(API_TAGS).map(([name, description]) => ({ name, description }));
