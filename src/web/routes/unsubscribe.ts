import type { FastifyInstance, FastifyReply } from 'fastify';
import type { LeavePage } from '../pages/leave-page.js';
import type { Pages } from '../pages.js';
import type { ReaderNeeds } from '../reader-needs.js';

interface Route {
  Params: { token: string };
}

/**
 * `/unsubscribe/:token`: GET asks and changes nothing, POST leaves before it answers. The POST needs no cookie and no form token,
 * because mail programs send it for their readers (RFC 8058); the signed token is its only credential.
 * A reader who has left, or is gone, gets the same answer. `/weekly` brings fewer mails instead, `/undo` takes leaving back.
 */
export async function addUnsubscribeRoutes(
  app: FastifyInstance,
  needs: ReaderNeeds,
  pages: Pages,
): Promise<void> {
  const { store } = needs;
  await app.register(async (scope) => {
    ignoreBodies(scope);
    const answer = (path: string, act: (subscriberId: string) => Promise<LeavePage['state']>) => {
      scope.post<Route>(`/unsubscribe/:token${path}`, async ({ params }, reply) => {
        const reader = needs.links.readUnsubscribe(params.token);
        if (!reader) return answerBadLink(reply, pages);
        return show(reply, pages, await act(reader.subscriberId), params.token);
      });
    };
    scope.get<Route>('/unsubscribe/:token', async ({ params }, reply) => {
      if (!needs.links.readUnsubscribe(params.token)) return answerBadLink(reply, pages);
      return show(reply, pages, 'ask', params.token);
    });
    answer('', async (id) => {
      await store.leave(id);
      return 'done';
    });
    answer('/weekly', async (id) => {
      const reader = await store.changeChoices(id, { cadence: 'weekly' });
      // Fewer mails are not some mails: whoever has left in another window stays away.
      return reader?.state === 'left' ? 'done' : reader ? 'weekly' : 'gone';
    });
    answer('/undo', async (id) => ((await store.comeBack(id)) ? 'back' : 'gone'));
  });
}

const show = (reply: FastifyReply, pages: Pages, state: LeavePage['state'], token: string) =>
  pages.send(reply, 'leave', { state, action: `/unsubscribe/${token}` });

/** RFC 8058, section 3.2, lets mail programs send a form of either kind; what is in it decides nothing. */
function ignoreBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, async () => undefined);
}

function answerBadLink(reply: FastifyReply, pages: Pages): FastifyReply {
  const text =
    'It may have been cut in two by a mail program. Copy the whole link from the foot of a mail, or use the mail program’s own way to leave.';
  const links = [{ label: 'Today’s papers', href: '/' }];
  return pages.send(reply, 'notice', { title: 'This link is not complete', text, links }, { status: 404 });
}
