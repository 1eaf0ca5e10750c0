import type { AuditEntry } from '../../store/store.js';
import { sayMoment } from '../dates.js';
import type { DeskVisit } from '../desk-visit.js';

/** What operators did. */
export interface AuditPage extends DeskVisit {
  who: Choice[];
  actions: Choice[];
  rows: AuditRow[];
  older?: string;
  newest?: string;
}

interface Choice {
  value: string;
  chosen: boolean;
}

export interface AuditRow {
  at: string;
  who: string;
  action: string;
  /** `sourceId hf-daily, day 2026-08-20`. */
  detail: string;
}

/** What the page is made from. */
export interface AuditFacts {
  visit: DeskVisit;
  words: { who: string[]; actions: string[] };
  asked: { who?: string; action?: string; before?: string };
  entries: AuditEntry[];
  /** Acts on one page. */
  size: number;
}

const PLACE = '/admin/audit';

/** Lays out the page. */
export function viewAudit({ visit, words, asked, entries, size }: AuditFacts): AuditPage {
  const { who, action, before } = asked;
  const filter = { ...(who !== undefined && { who }), ...(action !== undefined && { action }) };
  const last = entries.at(-1);
  const placeOf = (more: Record<string, string>) => {
    const query = `${new URLSearchParams({ ...filter, ...more })}`;
    return query ? `${PLACE}?${query}` : PLACE;
  };
  return {
    ...visit,
    who: choices(words.who, who),
    actions: choices(words.actions, action),
    rows: entries.map((entry) => viewAct(entry, visit.timeZone)),
    ...(last && entries.length === size && { older: placeOf({ before: last.id }) }),
    ...(before !== undefined && { newest: placeOf({}) }),
  };
}

/** One line on one act. */
export function viewAct({ at, who, action, detail }: AuditEntry, timeZone: string): AuditRow {
  return { at: sayMoment(at, timeZone), who, action, detail: sayDetail(detail) };
}

const choices = (values: string[], chosen: string | undefined): Choice[] =>
  values.map((value) => ({ value, chosen: value === chosen }));

function sayDetail(detail: Record<string, unknown>): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
