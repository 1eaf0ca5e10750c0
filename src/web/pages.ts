import { fileURLToPath } from 'node:url';
import { Eta } from 'eta';
import type { FastifyReply } from 'fastify';
import type { Assets } from './assets.js';
import { PUBLIC } from './caching/share-answers.js';
import type { ApiPage } from './pages/api-page.js';
import type { AuthorPage } from './pages/author-page.js';
import type { DayPage } from './pages/day-page.js';
import type { DeskViews } from './pages/desk-views.js';
import type { EditionArchivePage } from './pages/edition-archive-page.js';
import type { EditionDeskPage } from './pages/edition-desk-page.js';
import type { EditionPage } from './pages/edition-page.js';
import type { FeedsPage } from './pages/feeds-page.js';
import type { HoldsPage } from './pages/holds-page.js';
import type { LeavePage } from './pages/leave-page.js';
import type { LoginPage } from './pages/login-page.js';
import type { NoticePage } from './pages/notice-page.js';
import type { MailPage, OutboxPage } from './pages/outbox-page.js';
import type { PaperPage } from './pages/paper-page.js';
import type { PreferencesPage } from './pages/preferences-page.js';
import type { PreviewPage } from './pages/preview-page.js';
import type { SearchPage } from './pages/search-page.js';
import type { SubscribePage } from './pages/subscribe-page.js';
import type { TokenPage } from './pages/token-page.js';
import type { TopicPage } from './pages/topic-page.js';
import type { TopicsPage } from './pages/topics-page.js';

/** Which view shows which model. */
export interface Views extends DeskViews {
  api: ApiPage;
  author: AuthorPage;
  day: DayPage;
  edition: EditionPage;
  feeds: FeedsPage;
  'edition-archive': EditionArchivePage;
  'edition-desk': EditionDeskPage;
  holds: HoldsPage;
  leave: LeavePage;
  login: LoginPage;
  mail: MailPage;
  notice: NoticePage;
  outbox: OutboxPage;
  paper: PaperPage;
  preferences: PreferencesPage;
  preview: PreviewPage;
  search: SearchPage;
  subscribe: SubscribePage;
  token: TokenPage;
  topic: TopicPage;
  topics: TopicsPage;
}

/** Fills views with their models. All text is escaped by the view engine unless a view says otherwise, and none does. */
export interface Pages {
  render<Name extends keyof Views>(view: Name, model: Views[Name]): string;
  /** Renders and sends, with `no-store` unless the page is public. */
  send<Name extends keyof Views>(
    reply: FastifyReply,
    view: Name,
    model: Views[Name],
    how?: { status?: number; publicly?: boolean },
  ): FastifyReply;
}

/** Compiles each view once, when it is first asked for. */
export function createPages(site: { title: string; version: string; assets: Assets }): Pages {
  const eta = new Eta({ views: fileURLToPath(new URL('./views', import.meta.url)), cache: true });
  const render: Pages['render'] = (view, model) => eta.render(`./${view}`, { site, page: model });
  const send: Pages['send'] = (reply, view, model, { status = 200, publicly = false } = {}) =>
    reply
      .code(status)
      .header('cache-control', publicly ? PUBLIC : 'no-store')
      .type('text/html; charset=utf-8')
      .send(render(view, model));
  return { render, send };
}
