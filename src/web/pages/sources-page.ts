import type { Day } from '../../model/clock.js';
import type { HostState } from '../../model/host.js';
import { dayAt, sayMoment } from '../dates.js';
import type { DeskVisit } from '../desk-visit.js';
import { type SourceFacts, type SourceRow, viewSource } from './scan-rows.js';

/** What was filled in, when the form is shown again. */
export interface FilledIn {
  sourceId?: string;
  day?: string;
  until?: string;
  force?: boolean;
}

/** The form for reading again. */
export interface ReingestForm {
  sources: { id: string; chosen: boolean }[];
  day: string;
  until: string;
  today: Day;
  force: boolean;
}

/** All sources, and how each fares. */
export interface SourcesPage extends DeskVisit {
  form: ReingestForm;
  /** Why the form was not accepted. */
  problem?: string;
  sources: SourceRow[];
  /** Sites that are left alone. */
  resting: { host: string; until: string; reason: string }[];
}

/** What the page is made from. */
export interface SourcesFacts {
  visit: DeskVisit;
  now: Date;
  sources: SourceFacts[];
  hosts: HostState[];
  problem?: string;
  filledIn?: FilledIn;
}

/** Lays out the list of sources. */
export function viewSources({ visit, now, sources, hosts, problem, filledIn }: SourcesFacts): SourcesPage {
  const { timeZone } = visit;
  const ids = sources.map(({ id }) => id);
  return {
    ...visit,
    form: viewForm(ids, dayAt(now, timeZone), filledIn),
    ...(problem !== undefined && { problem }),
    sources: sources.map((source) => viewSource(source, timeZone)),
    resting: hosts.flatMap(({ key, closedUntil, reason = '' }) =>
      closedUntil ? [{ host: key, until: sayMoment(closedUntil, timeZone), reason }] : [],
    ),
  };
}

/** The form as it stands; `ids` are the sources to choose from. */
export function viewForm(ids: string[], today: Day, filledIn: FilledIn = {}): ReingestForm {
  return {
    sources: ids.map((id) => ({ id, chosen: id === filledIn.sourceId })),
    day: filledIn.day ?? today,
    until: filledIn.until ?? '',
    today,
    force: filledIn.force ?? false,
  };
}
