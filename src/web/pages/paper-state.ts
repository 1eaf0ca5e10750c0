import type { PaperPage } from '../../store/store.js';
import { sayDate, sayMoment } from '../dates.js';

/** When a paper came out and what became of it. */
export interface PaperState {
  /** `Published 20 August 2026 · first seen 20 Aug 06:00 UTC · version 2`. */
  imprint: string;
  withdrawn: boolean;
}

export function describeState({ news, firstSeenAt }: PaperPage, timeZone: string): PaperState {
  const { publishedAt, version, withdrawn } = news.paper;
  const [day] = /^\d{4}-\d{2}-\d{2}/.exec(publishedAt ?? '') ?? [];
  const published = day && !sayDate(day).startsWith('Invalid') ? `Published ${sayDate(day)}` : undefined;
  const parts = [
    published,
    `${published ? 'first' : 'First'} seen ${sayMoment(firstSeenAt, timeZone)} ${timeZone}`,
    version !== undefined && version > 1 && `version ${version}`,
  ];
  return { imprint: parts.filter(Boolean).join(' · '), withdrawn: withdrawn === true };
}
