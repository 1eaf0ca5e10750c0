import { hashPassword, verifyPassword } from '../access/passwords.js';
import type { Secrets } from '../access/secrets.js';
import type { Config } from '../config.js';
import { toPlainText } from '../digest/plain-text.js';
import { rankPapers } from '../digest/rank-papers.js';
import { showPaper } from '../digest/show-paper.js';
import { writeFeed } from '../feeds/write-feed.js';
import { hostKey } from '../fetch/host-key.js';
import { deliverBatch } from '../jobs/deliver-batch.js';
import type { Deps } from '../jobs/deps.js';
import { createPreviewer } from '../jobs/preview-mail.js';
import { scanSource } from '../jobs/scan-source.js';
import { takeReturnedMail } from '../jobs/take-returned-mail.js';
import type { Logger } from '../logger.js';
import { outboxDir } from '../mail/create-transport.js';
import { createOutbox } from '../mail/outbox.js';
import type { Metrics } from '../metrics/create-metrics.js';
import { profilePage } from '../sources/profile-page.js';
import type { Store } from '../store/store.js';
import { findRisingTerms } from '../topics/rising-terms.js';
import { readVersion } from '../version.js';
import { createWebServer, type WebServer } from '../web/server.js';
import type { BoardQueue } from '../web/web-needs.js';
import type { Queue } from '../workers/queue.js';
import { apiNeeds } from './api-needs.js';
import { readerNeeds } from './reader-needs.js';

/** What is built before the web, and what the web is built from. */
interface WebParts {
  config: Config;
  deps: Deps;
  queue: Queue & { boards: readonly BoardQueue[] };
  metrics: Metrics;
  secrets: Secrets;
  logger: Logger;
}

/** Builds the web server, and the first operator when there is none. */
export async function openWeb({
  config,
  deps,
  queue,
  metrics,
  secrets,
  logger,
}: WebParts): Promise<WebServer> {
  await ensureFirstOperator(deps.store, secrets.adminPassword);
  return createWebServer({
    ...readerNeeds(config, deps, queue),
    store: deps.store,
    secretKey: secrets.secretKey,
    verifyPassword,
    ...apiNeeds(deps),
    queues: queue.boards,
    nextRuns: () => queue.nextRuns(),
    sitesOf: (sourceId) =>
      deps.sources
        .get(sourceId)
        .sites()
        .map((site) => hostKey(new URL(site))),
    reingest: async (request) => void (await queue.enqueue(scanSource.with(request), { attempts: 1 })),
    deliver: async (editionId) => void (await queue.enqueue(deliverBatch.with({ editionId, lane: 1 }))),
    previewMail: createPreviewer(deps),
    takeReturnedMail: (message) => takeReturnedMail(message, deps),
    showPaper: (news) => showPaper(news, deps.topics, { rank: 1, score: 0, reasons: [] }),
    plainText: toPlainText,
    profilePage: (profile) => profilePage(profile, deps.sources.all()),
    risingTerms: findRisingTerms,
    showTrending: (news, { until, ...list }) =>
      rankPapers(news, config.trending, new Date(`${until}T00:00:00Z`), deps.topics, list),
    writeFeed,
    ...(isLaptop(config) && {
      outbox: createOutbox(outboxDir(config.environment.DATA_DIR)),
    }),
    ready: async () => void (await Promise.all([deps.store.ping(), queue.ping()])),
    metrics,
    version: readVersion(),
    logger,
  });
}

/** Nothing configured: mails go to a folder of this machine, which the pages may then show. */
const isLaptop = ({ environment }: Config) =>
  environment.SMTP_URL === undefined && environment.DATABASE_URL === undefined;

/** `ADMIN_PASSWORD` makes the first operator, and none after that. */
async function ensureFirstOperator(store: Store, password?: string): Promise<void> {
  if (password === undefined || (await store.operators()).length > 0) return;
  await store.addOperator({ name: 'admin', role: 'operator', passwordHash: await hashPassword(password) });
}
