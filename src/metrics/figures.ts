/** What is known only by asking for it, at the moment of a scrape. */
export interface Figures {
  scans: { source: string; outcome: string; count: number }[];
  papers: { source: string; change: 'new' | 'revised'; count: number }[];
  mails: { state: string; count: number }[];
  /** Mails a second, over the last five minutes. */
  sendRate: number;
  unknownMails: number;
  overdueMails: number;
  refusedShare: number;
  complaintShare: number;
  /** Seconds from the hour of its freeze until an edition was there, or until now while it is not. */
  lateness: { cadence: string; seconds: number }[];
  /** Seconds since a source was last read well. */
  failing: { source: string; outcome: string; seconds: number }[];
  alarms: { kind: string; subject: string }[];
  /** Absent when the queue does not answer. */
  queues?: { name: string; counts: Record<string, number>; oldestSeconds: number; stillSeconds: number }[];
  /** 0–1; absent where there is none. */
  diskFree?: number;
  redisFree?: number;
  pendingMigrations?: number;
  /** Absent when none was ever kept. */
  watchAgeSeconds?: number;
}

/** Something that is measured, as it is written out. */
export interface Measurement {
  labels: Record<string, string>;
  value: number;
}
