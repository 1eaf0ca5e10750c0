import type { FastifyInstance } from 'fastify';
import { TOKEN_PURPOSES } from '../../model/letter.js';
import { PUBLIC } from '../caching/share-answers.js';

/** What is no public page: the operators' own, and what links of mails lead to. */
const CLOSED = [
  ...['/admin', '/outbox', '/preferences/', '/unsubscribe/'],
  ...TOKEN_PURPOSES.map((purpose) => `/${purpose}/`),
];

/** `/robots.txt`, and the icon under the address at which programs look for one without being told. */
export function addRobotsRoutes(app: FastifyInstance): void {
  const lines = [...CLOSED, '/*?reader=', '/*&reader='].map((path) => `Disallow: ${path}`);
  const text = ['User-agent: *', ...lines, 'Allow: /', ''].join('\n');
  app.get('/robots.txt', async (_request, reply) =>
    reply.header('cache-control', PUBLIC).type('text/plain; charset=utf-8').send(text),
  );
  app.get('/favicon.ico', async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=86400').redirect('/assets/icon.svg', 301),
  );
}
