import formbody from '@fastify/formbody';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type InjectOptions,
  type LightMyRequestResponse,
  LogController,
} from 'fastify';
import { ConfigError } from '../errors.js';
import { addApi } from './api/add-api.js';
import { loadAssets, serveAssets } from './assets.js';
import { shareAnswers } from './caching/share-answers.js';
import { handleErrors } from './error-handling.js';
import { createEventStreams } from './event-stream.js';
import { createOperatorGuard } from './operator-guard.js';
import { createOperatorSessions } from './operator-session.js';
import { createPages } from './pages.js';
import { logRequests } from './request-log.js';
import { addAdminRoutes } from './routes/admin.js';
import { addAuditRoutes } from './routes/admin-audit.js';
import { addEditionListRoutes } from './routes/admin-editions.js';
import { addReaderDeskRoutes } from './routes/admin-readers.js';
import { addSourceDeskRoutes } from './routes/admin-sources.js';
import { addApiTokenRoutes } from './routes/api-tokens.js';
import { addAuthorRoutes } from './routes/authors.js';
import { addBounceRoutes } from './routes/bounces.js';
import { addDayRoutes } from './routes/day.js';
import { addEditionDeskRoutes } from './routes/edition-desk.js';
import { addEditionRoutes } from './routes/editions.js';
import { addFeedRoutes } from './routes/feeds.js';
import { addHealthRoutes } from './routes/health.js';
import { addHoldRoutes } from './routes/holds.js';
import { addLetterLinkRoutes } from './routes/letter-links.js';
import { addLoginRoutes } from './routes/login.js';
import { addMetricsRoutes } from './routes/metrics.js';
import { addOutboxRoutes } from './routes/outbox.js';
import { addPaperRoutes } from './routes/papers.js';
import { addPreferencesRoutes } from './routes/preferences.js';
import { addPreviewRoutes } from './routes/preview.js';
import { addQueueRoutes } from './routes/queues.js';
import { addRobotsRoutes } from './routes/robots.js';
import { addSearchRoutes } from './routes/search.js';
import { addSubscribeRoutes } from './routes/subscribe.js';
import { addTopicRoutes } from './routes/topics.js';
import { addUnsubscribeRoutes } from './routes/unsubscribe.js';
import { addSecurityHeaders } from './security-headers.js';
import { addSessions } from './sessions.js';
import { answerUnreadable } from './unreadable.js';
import type { WebNeeds } from './web-needs.js';

/** The web pages, listening or not. */
export interface WebServer {
  /** Returns the address it listens on. Raises `ConfigError` when the port is taken or not allowed. */
  listen(host: string, port: number): Promise<string>;
  /** Answers a request without a network; for tests. */
  inject(request: InjectOptions): Promise<LightMyRequestResponse>;
  /** Stops listening, finishes what is being answered. */
  close(): Promise<void>;
}

/** Builds the web server from what it needs; it opens no port before `listen`. */
export async function createWebServer(needs: WebNeeds): Promise<WebServer> {
  const logger: FastifyBaseLogger = needs.logger;
  const app = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: needs.config.environment.TRUST_PROXY ? isNearestProxy : false,
    ...answerUnreadable,
    bodyLimit: 64 * 1024,
    // Links in mails carry signed tokens, which are longer than the router's default of 100 characters.
    routerOptions: { maxParamLength: 512 },
  });
  await addParts(app, needs);
  await app.ready();
  return {
    listen: (host, port) => listenOn(app, host, port),
    inject: (request) => app.inject(request),
    close: () => app.close(),
  };
}

/** Trusts one hop: if every hop were believed, a client could name the address that its login attempts are counted by. */
const isNearestProxy = (_address: string, hop: number): boolean => hop === 0;

async function addParts(app: FastifyInstance, needs: WebNeeds): Promise<void> {
  const assets = await loadAssets();
  const pages = createPages({ title: needs.config.site.title, version: needs.version, assets });
  await addSecurityHeaders(app, needs.config.environment.PUBLIC_URL);
  await app.register(formbody);
  await addSessions(app, needs);
  logRequests(app);
  handleErrors(app, pages);
  shareAnswers(app, needs);
  await serveAssets(app);
  addRobotsRoutes(app);
  addHealthRoutes(app, needs);
  addMetricsRoutes(app, needs);
  addDayRoutes(app, needs, pages);
  addEditionRoutes(app, needs, pages);
  addSearchRoutes(app, needs, pages);
  addTopicRoutes(app, needs, pages);
  addPaperRoutes(app, needs, pages);
  addAuthorRoutes(app, needs, pages);
  addFeedRoutes(app, needs, pages);
  // One count for the page and the API: who is turned away at one door has no second try at the other.
  const limit = app.rateLimit({ max: needs.config.web.subscribesPerHour, timeWindow: '1 hour' });
  addSubscribeRoutes(app, needs, pages, limit);
  await addApi(app, needs, pages, limit);
  addLetterLinkRoutes(app, needs, pages);
  addPreferencesRoutes(app, needs, pages);
  await addUnsubscribeRoutes(app, needs, pages);
  await addBounceRoutes(app, needs);
  const sessions = createOperatorSessions(needs);
  const guard = createOperatorGuard(sessions, pages);
  addLoginRoutes(app, needs, pages, sessions);
  const streams = createEventStreams(app);
  addAdminRoutes(app, needs, pages, guard, streams);
  addSourceDeskRoutes(app, needs, pages, guard, streams);
  addEditionListRoutes(app, needs, pages, guard);
  addReaderDeskRoutes(app, needs, pages, guard);
  addAuditRoutes(app, needs, pages, guard);
  addHoldRoutes(app, needs, pages, guard);
  addEditionDeskRoutes(app, needs, pages, guard, streams);
  addPreviewRoutes(app, needs, pages, guard);
  addApiTokenRoutes(app, needs, pages, guard);
  await addQueueRoutes(app, needs, guard);
  if (needs.outbox) addOutboxRoutes(app, needs.outbox, needs, pages, guard);
}

async function listenOn(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const reason = reasons[code ?? ''];
    if (reason === undefined) throw error;
    throw new ConfigError(`web: cannot listen on ${host}:${port}: ${reason}`, { cause: error });
  }
}

const reasons: Record<string, string> = {
  EADDRINUSE: 'something else listens there already; set PORT to another number',
  EACCES: 'this user may not open that port; set PORT to a number above 1023',
  EADDRNOTAVAIL: 'this machine has no such address; set HOST to one it has',
};
