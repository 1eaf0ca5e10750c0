import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { viewApi } from '../pages/api-page.js';
import type { Pages } from '../pages.js';
import type { WebNeeds } from '../web-needs.js';
import type { ApiRoute } from './api-route.js';

/** All that the page needs of Swagger UI; its own page, in which scripts stand inline, is not served. */
const served = ['/swagger-ui-bundle.js', '/swagger-ui.css'];

/**
 * `/api`: what there is for programs, and a place to try it. Swagger UI is served from this machine and lives under the
 * same policy as every page: it sets its styles by script, which no policy forbids.
 */
export async function addApiPage(
  scope: FastifyInstance,
  { config }: WebNeeds,
  pages: Pages,
  routes: readonly ApiRoute[],
): Promise<void> {
  const { apiPerMinute: anybody, apiPerMinuteWithToken: withToken } = config.web;
  const page = viewApi(routes, {
    description: '/api/openapi.json',
    perMinute: { anybody, withToken },
  });
  scope.get('', async (_request, reply) => pages.send(reply, 'api', page, { publicly: true }));
  await scope.register(fastifyStatic, {
    root: join(dirname(createRequire(import.meta.url).resolve('@fastify/swagger-ui')), 'static'),
    prefix: '/ui/',
    decorateReply: false,
    index: false,
    allowedPath: (path) => served.includes(path),
    maxAge: '1d',
  });
}
