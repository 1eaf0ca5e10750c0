/** What a process that asks for pages is told to do. */
export interface DriveOrder {
  kind: 'drive';
  /** `http://127.0.0.1:4321` */
  origin: string;
  /** Asked for in turn; each connection begins at another one. */
  requests: { path: string; headers?: Record<string, string> }[];
  connections: number;
  seconds: number;
  /** Requests a second over all connections; absent: as many as are answered. */
  rate?: number;
}

/** What came of it. Times are in ms; at a fixed rate they count from when a request was due. */
export interface DriveReport {
  kind: 'driven';
  perSecond: number;
  p50: number;
  p99: number;
  /** How many answers had which status. */
  statuses: Record<string, number>;
  /** Connections that broke and requests that were not answered in ten seconds. */
  errors: number;
}
