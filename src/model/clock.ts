/** Business time, handed in so that the demo and the tests can turn it. Leases use the database's own `now()`. */
export interface Clock {
  now(): Date;
}

/** A calendar day, `YYYY-MM-DD`. */
export type Day = string;
