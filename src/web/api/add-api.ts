import swagger from '@fastify/swagger';
import type {
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  HTTPMethods,
  onRequestAsyncHookHandler,
} from 'fastify';
import type { z } from 'zod';
import { PUBLIC } from '../caching/share-answers.js';
import type { Pages } from '../pages.js';
import { deriveKey } from '../sessions.js';
import type { WebNeeds } from '../web-needs.js';
import { addApiPage } from './add-api-page.js';
import { components } from './answers.js';
import type { ApiRoute, Asked } from './api-route.js';
import { createCheck, describeUnfit } from './check-request.js';
import { createDescriber, describeTags } from './describe-api.js';
import { isRefusal, type Refusal, refuse, sendProblem } from './problem.js';
import { deliveryRoutes } from './routes/deliveries.js';
import { editionRoutes } from './routes/editions.js';
import { paperRoutes } from './routes/papers.js';
import { peopleRoutes } from './routes/people.js';
import { reingestRoutes } from './routes/reingests.js';
import { searchRoutes } from './routes/search.js';
import { sourceRoutes } from './routes/sources.js';
import { subscriptionRoutes } from './routes/subscriptions.js';
import { createSeals } from './seals.js';
import { tagAnswers } from './tag-answers.js';
import { createTokenGuard } from './token-guard.js';

const prefix = '/api/v1';

const pagesOfItsOwn = ['/api', '/api/openapi.json'].map((url) => ({ method: 'GET' as const, url }));

/**
 * `/api/v1`, described at `/api/openapi.json`, to be tried at `/api`. Everything is JSON, and every refusal problem details (RFC 9457), also of
 * what is not there. `subscribeLimit` turns away who asks for too many letters.
 */
export async function addApi(
  app: FastifyInstance,
  needs: WebNeeds,
  pages: Pages,
  subscribeLimit: onRequestAsyncHookHandler,
): Promise<void> {
  const seals = createSeals(deriveKey(needs.secretKey, 'places in lists'));
  const routes = [
    ...paperRoutes(needs, seals),
    ...searchRoutes(needs, seals),
    ...peopleRoutes(needs, seals),
    ...editionRoutes(needs, seals),
    ...subscriptionRoutes(needs, subscribeLimit),
    ...sourceRoutes(needs, seals),
    ...reingestRoutes(needs, seals),
    ...deliveryRoutes(needs, seals),
  ].map((route) => ({ ...route, url: prefix + route.url }));
  await app.register(
    async (scope) => {
      scope.decorateRequest('apiToken', undefined);
      scope.removeContentTypeParser(['application/x-www-form-urlencoded', 'text/plain']);
      scope.setValidatorCompiler(({ schema }) => createCheck(schema as z.ZodType));
      scope.setSerializerCompiler(
        ({ schema }) =>
          (answer) =>
            JSON.stringify((schema as z.ZodType).parse(answer)),
      );
      scope.addHook('onRequest', createTokenGuard(scope, needs));
      scope.addHook('onSend', tagAnswers);
      scope.setErrorHandler<FastifyError>((error, request, reply) =>
        sendProblem(reply, refusalOf(error, request)),
      );
      scope.setNotFoundHandler((_request, reply) => sendProblem(reply, notFound));
      await describe(scope, needs);
      for (const route of routes) addRoute(scope, route);
      scope.get('/openapi.json', async (_request, reply) => answerPublicly(reply).send(scope.swagger()));
      await addApiPage(scope, needs, pages, routes);
      refuseOtherMethods(scope, [...routes, ...pagesOfItsOwn]);
    },
    { prefix: '/api' },
  );
}

async function describe(scope: FastifyInstance, { config, version }: WebNeeds): Promise<void> {
  const describer = createDescriber(components);
  const { title } = config.site;
  await scope.register(swagger, {
    openapi: {
      openapi: '3.1.1',
      info: {
        title: `${title} API`,
        version,
        description: `What ${title} knows, for programs. Times are UTC, days ISO 8601; what is absent is left out.`,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/', description: 'This server' }],
      tags: describeTags(),
      components: {
        schemas: describer.schemas() as never,
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'Made by operators on /admin/tokens.' },
        },
      },
    },
    transform: ({ route, url }) => {
      const api = route.config?.api;
      return { url, schema: api ? describer.route(api) : { hide: true } };
    },
  });
}

function addRoute(scope: FastifyInstance, route: ApiRoute): void {
  const { method, url, params, query, body, status = 200, answer, onRequest } = route;
  scope.route({
    method,
    url: url.slice('/api'.length),
    config: { api: route },
    ...(onRequest && { onRequest }),
    schema: {
      ...(params && { params }),
      ...(query && { querystring: query }),
      ...(body && { body }),
      response: { [status]: answer },
    },
    handler: (request, reply) => answerRoute(route, request, reply),
  });
}

async function answerRoute(
  route: ApiRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { params, query, body, url, apiToken: token } = request;
  const asked: Asked<unknown, unknown, unknown> = { params, query, body, url, token, reply };
  const answer = await route.handle(asked);
  if (answer === undefined)
    return sendProblem(reply, refuse(404, route.missing ?? 'There is no such thing.'));
  if (isRefusal(answer)) return sendProblem(reply, answer);
  const isPublic = route.access === 'public' && route.method === 'GET';
  if (isPublic) answerPublicly(reply);
  else reply.header('cache-control', route.method === 'GET' ? 'private, no-cache' : 'no-store');
  return reply.code(route.status ?? 200).send(answer);
}

/**
 * Pages of other sites may read what everybody may read: no cookie counts here, so that they see no more than anybody.
 * What a token opens they may not: a token has no business in a page that is open to all.
 */
function answerPublicly(reply: FastifyReply): FastifyReply {
  return reply.headers({
    'cache-control': PUBLIC,
    'access-control-allow-origin': '*',
    'access-control-expose-headers':
      'etag, link, ratelimit-limit, ratelimit-remaining, ratelimit-reset, retry-after',
    'cross-origin-resource-policy': 'cross-origin',
  });
}

const notFound = refuse(404, 'There is nothing at this address; /api lists what there is.');

/** Known errors in words of our own: a library's may hold what was sent. */
function refusalOf(error: FastifyError, request: FastifyRequest): Refusal {
  const unfit = describeUnfit(error);
  if (unfit) return unfit;
  const status = error.statusCode ?? 500;
  const detail = explained[error.code] ?? (status < 500 ? explained[status] : undefined);
  if (detail !== undefined) return refuse(status, detail);
  if (status < 500) return refuse(status, 'The request cannot be read.');
  request.log.error({ err: error, route: request.routeOptions.url ?? '(none)' }, 'an answer failed');
  return refuse(500, `Something went wrong on our side, and it has been logged (${request.id}).`);
}

const explained: Record<string | number, string> = {
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty; expected a JSON object.',
  413: 'The body is larger than 64 KB.',
  415: 'Expected a body of the content type application/json.',
  429: 'Too many requests; Retry-After says when to ask again.',
  400: 'The body is no JSON.',
};

const METHODS: HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Says which methods an address knows (RFC 9110, section 15.5.6), before any body is read. */
function refuseOtherMethods(scope: FastifyInstance, routes: Pick<ApiRoute, 'method' | 'url'>[]): void {
  for (const url of new Set(routes.map((route) => route.url))) {
    const own = routes.filter((route) => route.url === url).flatMap(({ method }) => withHead(method));
    const refusal = refuse(405, `This address knows ${own.join(', ')}.`, {
      headers: { allow: own.join(', ') },
    });
    const turnAway = async (_request: FastifyRequest, reply: FastifyReply) => sendProblem(reply, refusal);
    scope.route({
      method: METHODS.filter((method) => !(own as string[]).includes(method)),
      url: url.slice('/api'.length),
      exposeHeadRoute: false,
      onRequest: turnAway,
      handler: turnAway,
    });
  }
}

const withHead = (method: ApiRoute['method']): string[] => (method === 'GET' ? ['GET', 'HEAD'] : [method]);
