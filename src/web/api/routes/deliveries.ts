import { z } from 'zod';
import type { DeliveryRow, EditionSummary } from '../../../store/store.js';
import type { WebNeeds } from '../../web-needs.js';
import { DeliveryList, State } from '../answers.js';
import { type ApiRoute, defineRoute } from '../api-route.js';
import { Paging, readPart } from '../paging.js';
import { isRefusal } from '../problem.js';
import type { Seals } from '../seals.js';
import { showDelivery } from '../show.js';
import { EditionName } from './editions.js';

const Query = z.strictObject({ state: State.optional(), ...Paging });
const Place = z.object({ subscriberId: z.guid() });

/** `/editions/:cadence/:date/deliveries`. */
export function deliveryRoutes({ store }: WebNeeds, seals: Seals): ApiRoute[] {
  return [
    defineRoute({
      ...{ method: 'GET', id: 'listDeliveries', tag: 'operators', access: 'read' },
      url: '/editions/:cadence/:date/deliveries',
      summary: 'How far an edition has come, and the mail of each reader',
      description: 'Addresses are masked: who they are of is told by the desk alone.',
      params: EditionName,
      query: Query,
      answer: DeliveryList,
      missing: 'There is no edition of that cadence and date.',
      async handle({ params: { cadence, date }, ...asked }) {
        const edition = await store.editionOf(cadence, date);
        const desk = edition && (await store.editionDesk(edition.id));
        if (!desk) return undefined;
        const list = await readPart<z.infer<typeof Place>, DeliveryRow, ReturnType<typeof showDelivery>>(
          seals,
          asked,
          {
            key: Place,
            read: (part) => store.listDeliveries(desk.id, asked.query.state, part),
            keyOf: ({ subscriberId }) => ({ subscriberId }),
            show: showDelivery,
          },
        );
        return isRefusal(list) ? list : { ...list, ...countsOf(desk) };
      },
    }),
  ];
}

const countsOf = ({ deliveries, halt }: EditionSummary) => ({ counts: deliveries, ...(halt && { halt }) });
