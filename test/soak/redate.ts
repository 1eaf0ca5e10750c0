import type { Day } from '../../src/model/clock.js';

const MOMENT = /"(\d{4}-\d\d-\d\d)T([\d:.]+Z)"/g;

/**
 * The items of a recorded list as those of another day: every moment moved by as many days, and every paper another one
 * each time the recorded day comes round.
 */
export function redate(items: unknown[], from: Day, to: Day, round: number): unknown[] {
  const byMs = Date.parse(to) - Date.parse(from);
  const moved = JSON.stringify(items).replaceAll(MOMENT, (_all, day: string, time: string) => {
    const other = new Date(Date.parse(day) + byMs).toISOString().slice(0, 10);
    return `"${other}T${time}"`;
  });
  return (JSON.parse(moved) as RecordedItem[]).map((item) => renumber(item, round));
}

interface RecordedItem {
  title?: string;
  paper?: { id?: string; title?: string };
}

function renumber(item: RecordedItem, round: number): RecordedItem {
  const { paper } = item;
  if (!paper?.id || !/^\d{4}\.\d{5}$/.test(paper.id)) return item;
  const [month = '', number = ''] = paper.id.split('.');
  // Years that no sample week uses.
  const id = `${String((Number(month) + 5000 + 100 * (round % 30)) % 10_000).padStart(4, '0')}.${number}`;
  const title = `${paper.title ?? item.title ?? ''}, Round ${round}`;
  return { ...item, title, paper: { ...paper, id, title } };
}
