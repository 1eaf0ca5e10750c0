import type { PaperField, Scan } from '../../model/scan.js';

/** An operator's word that a source is not read by its schedule. */
export interface SourcePause {
  sourceId: string;
  /** The operator's name. */
  by: string;
  at: Date;
}

/** What the scans of a day brought. */
export interface ScanDay {
  /** By UTC. */
  day: string;
  /** Scans that ended well. */
  good: number;
  /** Scans that did not: the page could not be had, or was not believed. */
  bad: number;
  /** Papers in the largest list that was read. */
  papers: number;
  fresh: number;
}

/** A page that was not believed, as it came. */
export interface KeptPage {
  /** Names it in an address. */
  id: string;
  url: string;
  keptAt: Date;
  reason?: string;
}

/** What one scan did to one paper. */
export interface ScanChange {
  paperId: string;
  title: string;
  kind: 'new' | 'revised' | 'gone';
  /** True when readers hear of it. */
  news: boolean;
  /** What was revised. */
  fields: PaperField[];
}

/** What an operator sees of one source, and says about it. */
export interface SourceDeskStore {
  /** Newest first, from the one before `before`; a text that is no scan's id is nobody's. */
  scansOf(sourceId: string, page: { limit: number; before?: string }): Promise<Scan[]>;
  scan(id: string): Promise<Scan | undefined>;
  /** New papers first, then revised ones, then those that are gone; by title. */
  changesOf(scanId: string, page: { limit: number; offset: number }): Promise<ScanChange[]>;
  /** Days since a moment on which the source was read, oldest first. */
  scanDays(sourceId: string, since: Date): Promise<ScanDay[]>;
  keptPages(sourceId: string): Promise<KeptPage[]>;
  /** The page as it came. */
  keptPage(sourceId: string, id: string): Promise<string | undefined>;
  /** From now on schedules pass it by. False when it is paused already. */
  pauseSource(pause: SourcePause): Promise<boolean>;
  /** False when it is not paused. */
  resumeSource(sourceId: string): Promise<boolean>;
  pausedSources(): Promise<SourcePause[]>;
  isSourcePaused(sourceId: string): Promise<boolean>;
}
