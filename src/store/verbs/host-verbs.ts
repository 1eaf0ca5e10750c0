import type { HostOutcome, HostState, HostTurn, HostWait, RobotsRecord } from '../../model/host.js';

/** Politeness that all processes share. Keys are domains, or host and port where there is none. */
export interface HostStore {
  /**
   * Takes the turn at a host if nobody holds it, its gap is over and it is not closed; else says how long to wait.
   * A turn that is not given back ends by itself after `leaseMs`.
   */
  takeTurn(key: string, leaseMs: number): Promise<HostTurn | HostWait>;
  /** Ends a turn with what came of it. Returns for how many milliseconds the host is closed now, if it is. */
  leaveTurn(key: string, turn: HostTurn, outcome: HostOutcome): Promise<number | undefined>;
  /** What is remembered of each host, by key. */
  hostStates(): Promise<HostState[]>;
  robotsOf(host: string): Promise<RobotsRecord | undefined>;
  /** Keeps what robots.txt said for `forMs`; without `body` only that it could not be had, and an older one stays. */
  saveRobots(host: string, robots: { body?: string; forMs: number }): Promise<void>;
}
