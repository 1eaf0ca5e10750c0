import { z } from 'zod';
import type { Scan, ScanOutcome } from '../../../model/scan.js';
import type { ScanChange, SourceHealth } from '../../../store/store.js';
import type { WebNeeds } from '../../web-needs.js';
import { components, Outcome, Scan as ScanAnswer, type SourceState } from '../answers.js';
import { type ApiRoute, defineRoute } from '../api-route.js';
import { Paging, readPart } from '../paging.js';
import type { Seals } from '../seals.js';
import { showScan } from '../show.js';

const Scans = z.strictObject({
  source: z.string().max(100).optional().describe('Id of a source'),
  outcome: Outcome.optional(),
  ...Paging,
});
const ScanId = z.string().regex(/^\d{1,18}$/, 'the number of a scan');
const ScanPlace = z.object({ id: ScanId });
const ChangePlace = z.object({ offset: z.number().int() });

interface ScanFilter {
  sourceId?: string;
  outcome?: ScanOutcome;
}

/** `/sources`, `/scans`, `/scans/:id` and `/scans/:id/changes`. */
export function sourceRoutes(needs: WebNeeds, seals: Seals): ApiRoute[] {
  const { store } = needs;
  return [
    defineRoute({
      ...{ method: 'GET', url: '/sources', id: 'listSources', tag: 'operators', access: 'read' },
      summary: 'The sources, and how each is doing',
      query: z.strictObject({}),
      answer: components.SourceList,
      handle: async () => ({ items: await showSources(needs) }),
    }),
    defineRoute({
      ...{ method: 'GET', url: '/scans', id: 'listScans', tag: 'operators', access: 'read' },
      summary: 'Scans, newest first',
      query: Scans,
      answer: components.ScanList,
      handle: (asked) =>
        readPart<z.infer<typeof ScanPlace>, Scan, ReturnType<typeof showScan>>(seals, asked, {
          key: ScanPlace,
          read: (part) => store.listScans(readFilter(asked.query), part),
          keyOf: ({ id }) => ({ id }),
          show: showScan,
        }),
    }),
    defineRoute({
      ...{ method: 'GET', url: '/scans/:id', id: 'getScan', tag: 'operators', access: 'read' },
      summary: 'One scan, and what came of it',
      params: ScanPlace,
      answer: ScanAnswer,
      missing: 'There is no scan of that number.',
      async handle({ params }) {
        const scan = await store.scan(params.id);
        return scan && showScan(scan);
      },
    }),
    defineRoute({
      ...{ method: 'GET', url: '/scans/:id/changes', id: 'listChanges', tag: 'operators', access: 'read' },
      summary: 'What a scan changed: new papers first, then revised ones, then those that are gone',
      params: ScanPlace,
      query: z.strictObject({ ...Paging }),
      answer: components.ChangeList,
      missing: 'There is no scan of that number.',
      async handle({ params, ...asked }) {
        if (!(await store.scan(params.id))) return undefined;
        let offset = 0;
        return readPart<z.infer<typeof ChangePlace>, ScanChange, ScanChange>(seals, asked, {
          key: ChangePlace,
          read({ after, limit }) {
            offset = after?.offset ?? 0;
            return store.changesOf(params.id, { limit, offset });
          },
          keyOf: (_change, at) => ({ offset: offset + at + 1 }),
          show: (change) => change,
        });
      },
    }),
  ];
}

const readFilter = ({ source, outcome }: z.output<typeof Scans>): ScanFilter => ({
  ...(source !== undefined && { sourceId: source }),
  ...(outcome !== undefined && { outcome }),
});

/** In the order of the configuration. */
async function showSources({ store, config }: WebNeeds): Promise<z.input<typeof SourceState>[]> {
  const health = new Map((await store.sourceHealth()).map((each) => [each.sourceId, each]));
  return config.sources.map(({ id, schedule, scopes }) => {
    const state = health.get(id);
    return { id, schedule, scopes, ...(state && showHealth(state)) };
  });
}

function showHealth({ lastScanAt, lastGoodAt, failingSince, ...state }: SourceHealth) {
  return {
    ...state,
    lastScanAt: lastScanAt.toISOString(),
    ...(lastGoodAt && { lastGoodAt: lastGoodAt.toISOString() }),
    ...(failingSince && { failingSince: failingSince.toISOString() }),
  };
}
