/** What is remembered of a host between two requests to it. */
export interface HostRecord {
  /** Network failures and errors on its side, in a row. */
  failures: number;
  /** Answers that asked for fewer requests, in a row. */
  refusals: number;
}

/** The right to ask a host one thing. As long as it is held, nobody else in any process asks that host. */
export interface HostTurn extends HostRecord {
  /** Tells this turn from a later one, should it be given back too late. */
  id: string;
  /** By the database's clock. */
  takenAt: Date;
}

/** Why a host cannot be asked now. */
export interface HostWait {
  /** Milliseconds until it makes sense to come again. */
  waitMs: number;
  /** Present when the host is closed, not merely busy: until when, by the database's clock, and why. */
  rest?: { until: Date; reason: string };
}

/** A host that is to be left alone for a while. */
export interface HostRest {
  forMs: number;
  /** In words for a person. */
  reason: string;
}

/** What a host says of the requests it still grants. */
export interface HostQuota {
  left: number;
  limit?: number;
  resetsInMs?: number;
}

/** What is remembered when a turn ends. */
export interface HostOutcome extends HostRecord {
  /** Milliseconds until the next turn. */
  gapMs: number;
  rest?: HostRest;
  quota?: HostQuota;
}

/** A host as the operator sees it. Times are those of the database's clock. */
export interface HostState {
  /** A domain (`arxiv.org`), or host and port of an address without one. */
  key: string;
  /** Present while the host is left alone, with the reason. */
  closedUntil?: Date;
  reason?: string;
  failures: number;
  quotaLeft?: number;
  quotaLimit?: number;
  quotaResetsAt?: Date;
}

/** A host's robots.txt as it was last had; without `body` it could not be had. */
export interface RobotsRecord {
  body?: string;
  /** Still good, or to be asked for again. */
  fresh: boolean;
}
