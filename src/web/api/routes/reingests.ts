import { z } from 'zod';
import type { Day } from '../../../model/clock.js';
import type { Scope } from '../../../model/scan.js';
import type { ApiToken } from '../../../store/store.js';
import { dayAt, listDays } from '../../dates.js';
import type { WebNeeds } from '../../web-needs.js';
import { Day as DaySchema, Reingest } from '../answers.js';
import { type ApiRoute, defineRoute } from '../api-route.js';
import { isRefusal, type Refusal, refuse } from '../problem.js';
import type { Seals } from '../seals.js';
import { showScan } from '../show.js';

/** As on the page: longer ranges are the command's, which can be stopped and gone on with. */
const LONGEST_RANGE = 31;

const Body = z
  .strictObject({
    source: z.string().max(100).describe('Id of a source: see /api/v1/sources'),
    date: DaySchema.optional().describe('The day to read'),
    since: DaySchema.optional().describe('The first day of a range'),
    until: DaySchema.optional().describe('The last day of a range; today when absent'),
    scope: z
      .record(z.string().max(50), z.string().max(1000))
      .optional()
      .describe('Or any one scope of the source, such as {"query": "diffusion"}'),
    force: z.boolean().default(false).describe('Read even if the site says that nothing has changed'),
  })
  .describe('A day, a range of days or a scope; what the schedule reads when none is given');

type Wanted = z.output<typeof Body>;

/** What was asked for, as the address of its state holds it. */
const Ticket = z.object({
  sourceId: z.string(),
  scopes: z.array(z.record(z.string(), z.string())),
  askedAt: z.iso.datetime(),
});

/** `POST /reingests` asks for scans as the desk does; `GET /reingests/:ticket` tells how far they are. */
export function reingestRoutes(needs: WebNeeds, seals: Seals): ApiRoute[] {
  const url = (ticket: z.infer<typeof Ticket>) => `/api/v1/reingests/${seals.seal('reingest', ticket)}`;
  return [
    defineRoute({
      ...{ method: 'POST', url: '/reingests', id: 'reingest', tag: 'operators', access: 'operate' },
      summary: 'Read a source again',
      description:
        'Answers as soon as the scans are asked for; the address in `Location` tells how far they are. What is asked for twice while it is being read is one run. Nobody is mailed twice by it.',
      body: Body,
      status: 202,
      answer: Reingest,
      async handle({ body, token, reply }) {
        const scopes = chooseScopes(needs, body);
        if (isRefusal(scopes)) return scopes;
        const ticket = { sourceId: body.source, scopes, askedAt: needs.clock.now().toISOString() };
        await askForScans(needs, body, scopes, token);
        reply.header('location', url(ticket));
        return showProgress(needs, url(ticket), ticket);
      },
    }),
    defineRoute({
      ...{ method: 'GET', url: '/reingests/:ticket', id: 'getReingest', tag: 'operators', access: 'read' },
      summary: 'How far the scans are that were asked for',
      params: z.object({ ticket: z.string().max(10_000) }),
      answer: Reingest,
      async handle({ params }) {
        const { data } = Ticket.safeParse(seals.open('reingest', params.ticket));
        if (data) return showProgress(needs, url(data), data);
        const detail = 'expected the address that was given when the scans were asked for, whole';
        return refuse(400, 'Nothing was asked for by that name.', {
          errors: [{ detail, parameter: 'ticket' }],
        });
      },
    }),
  ];
}

const wrong = (field: keyof Wanted, detail: string): Refusal =>
  refuse(400, 'That cannot be read again.', { errors: [{ detail, pointer: `#/${field}` }] });

/** The scopes that are wanted, each as it will be stored. */
function chooseScopes({ config, clock, readScope }: WebNeeds, wanted: Wanted): Scope[] | Refusal {
  const { source, date, since, until, scope } = wanted;
  const entry = config.sources.find(({ id }) => id === source);
  if (!entry) return wrong('source', `expected one of ${config.sources.map(({ id }) => id).join(', ')}`);
  if ([date, since, scope].filter((given) => given !== undefined).length > 1)
    return wrong('date', 'expected only one of date, since and scope');
  if (until !== undefined && since === undefined) return wrong('until', 'expected since beside it');
  const days = chooseDays(wanted, dayAt(clock.now(), config.editions.timeZone));
  if (isRefusal(days)) return days;
  const field = date !== undefined ? 'date' : since !== undefined ? 'since' : scope ? 'scope' : 'source';
  const asked = days?.map((day) => ({ day })) ?? (scope ? [scope] : entry.scopes);
  if (asked.length === 0)
    return wrong('source', `nothing of ${source} is configured to be read: name a scope`);
  const read = asked.map((each) => readScope(source, each));
  const odd = read.find((each) => 'problem' in each);
  return odd ? wrong(field, odd.problem) : read.flatMap((each) => ('scope' in each ? [each.scope] : []));
}

/** Undefined when no day is named. */
function chooseDays({ date, since, until }: Wanted, today: Day): Day[] | Refusal | undefined {
  const [first, last] = [date ?? since, date ?? until ?? today];
  if (first === undefined) return undefined;
  if (first > today)
    return wrong(date === undefined ? 'since' : 'date', `that day has not come yet; today is ${today}`);
  if (last > today) return wrong('until', `that day has not come yet; today is ${today}`);
  if (last < first) return wrong('until', 'expected a day that is not before since');
  const days = listDays(first, last);
  if (days.length > LONGEST_RANGE)
    return wrong('until', `expected at most ${LONGEST_RANGE} days; the command broadsheet ingest takes more`);
  return days;
}

/** One entry in the audit, as for a form on the desk. */
async function askForScans(
  { store, reingest }: WebNeeds,
  { source: sourceId, date, since, until, force }: Wanted,
  scopes: Scope[],
  token: ApiToken | undefined,
): Promise<void> {
  const who = `token ${token?.name ?? ''}`;
  const day = date ?? since;
  const what = day === undefined ? { scopes } : { day, ...(until !== undefined && { until }) };
  await store.recordAudit({
    who,
    action: 'reingest',
    detail: { sourceId, ...what, force, tokenId: token?.id },
  });
  for (const scope of scopes) await reingest({ sourceId, scope, force, askedBy: who });
}

/** A scan that was under way when it was asked for answers too: the queue joins the two. */
async function showProgress(
  { store }: WebNeeds,
  url: string,
  { sourceId, scopes, askedAt }: z.infer<typeof Ticket>,
): Promise<z.input<typeof Reingest>> {
  const scans = await store.scansSince(sourceId, scopes, new Date(askedAt));
  const readings = scopes.map((scope) => {
    const scan = scans.find((each) => isSameScope(each.scope, scope));
    return {
      scope,
      state: scan ? ('done' as const) : ('reading' as const),
      ...(scan && { scan: showScan(scan) }),
    };
  });
  const state = readings.every((reading) => reading.state === 'done')
    ? ('done' as const)
    : ('reading' as const);
  return { url, sourceId, askedAt, state, readings };
}

function isSameScope(one: Scope, other: Scope): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}
