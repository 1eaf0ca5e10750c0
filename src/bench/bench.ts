import type { Config } from '../config.js';
import type { Figure } from './figure.js';

/** What a bench is given. */
export interface BenchOptions {
  config: Config;
  /** Folder with paper metadata (`hf-daily.jsonl.gz`, `arxiv-train.jsonl.gz`); what needs it is left out without. */
  dataDir?: string;
  /** Folder with recorded answers of the sources; only the sample page is parsed without. */
  recordedDir?: string;
  /** DATABASE_URL or DATA_DIR of an installation whose past days are to be looked at. */
  history?: string;
  /** How many readers are sent to. */
  readers?: number;
  /** How many papers pages are made from. */
  papers?: number;
  /** For how long each address is asked for. */
  seconds?: number;
  signal: AbortSignal;
  /** Hears where the work stands. */
  tell(done: number, total: number, note: string): void;
}

/** Measures one part of the way and hands out each figure as soon as it is known. */
export type Bench = (options: BenchOptions) => AsyncIterable<Figure>;
