import type { Config } from '../config.js';
import type { SigningKey } from '../mail/read-signing-key.js';

/** What the bench tells its mail server. */
export interface SinkOrder {
  kind: 'begin' | 'report';
}

/** What the mail server has taken since it was told to begin. */
export interface SinkReport {
  kind: 'report';
  mails: number;
  bytes: number;
  /** Different recipients. */
  readers: number;
  /** When it took the last one. */
  lastAt: number;
  cpuMs: number;
}

/** The ways to send that are measured: with a ledger as the program does; the obvious ones; and the most there can be. */
export type SendingWay = 'broadsheet' | 'mjml' | 'ready-html' | 'ready-bytes';

/** What a sending process is started with. */
export interface SendingTask {
  kind: 'prepare';
  way: SendingWay;
  /** Mails, or for `broadsheet` readers where the process fills a database of its own. */
  count: number;
  smtpUrl: string;
  config: Config;
  /** A database that is filled already; absent: an embedded one, filled here. */
  databaseUrl?: string;
  dkim?: SigningKey;
  /** The number of its first lane: a second process goes on counting. */
  firstLane: number;
}

/** Go on: freeze the edition and send it, or send the one that another process has frozen. */
export interface SendingOrder {
  kind: 'go';
  editionId?: string;
}

/** What a sending process has done. */
export interface SendingReport {
  kind: 'done';
  startedAt: number;
  cpuMs: number;
  /** Of the sessions of the database, where they run on this machine. */
  databaseCpuMs?: number;
  statements: number;
  /** Peak of the whole process, in MB. */
  memory: number;
}

/** What is ready to be sent. */
export interface Prepared {
  /** Sends it all; `tell` is called with the edition as soon as it is frozen. */
  send(editionId: string | undefined, tell: (editionId: string) => void): Promise<void>;
  statements(): number;
  /** Processes of the database that work for this one. */
  databaseProcesses(): Promise<number[]>;
  close(): Promise<void>;
}
