/** How the jobs of one kind stand in the queue. */
export interface QueueState {
  name: string;
  isPaused: boolean;
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
  /** For how long the oldest has waited; 0 when none waits. */
  oldestMs: number;
  /** For how long jobs have waited while none was begun; 0 when none waits. */
  stillMs: number;
  /** For how long one job may run. */
  timeoutMs: number;
}

/** So much of so much is taken, in bytes. */
export interface Fill {
  used: number;
  size: number;
}

/** Migrations by name: those that the database lacks, and those that this program does not know. */
export interface SchemaState {
  pending: string[];
  unknown: string[];
}

/** What is measured when it is asked for. Each raises, or does not answer, where it cannot be had. */
export interface Measures {
  queues(): Promise<QueueState[]>;
  /** Absent where there is no Redis, or none that has a limit. */
  redis(): Promise<Fill | undefined>;
  /** The disk that DATA_DIR lies on; absent where there is no such folder. */
  disk(): Promise<Fill | undefined>;
  schema(): Promise<SchemaState>;
}
