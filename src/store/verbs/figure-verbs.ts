import type { DeliveryState } from '../../model/delivery.js';
import type { ScanOutcome } from '../../model/scan.js';

/** What is counted for those who draw curves of it. */
export interface StoredFigures {
  /** Of the last day. */
  scans: { sourceId: string; outcome: ScanOutcome; scans: number; fresh: number; revised: number }[];
  /** Digests that ended in the last day by state, and those on their way that are due. */
  mails: { state: DeliveryState; mails: number }[];
  /** Digests that were sent in the last five minutes. */
  sentLately: number;
}

export interface FigureStore {
  figures(now: Date): Promise<StoredFigures>;
}
