import type { Clock } from '../../model/clock.js';

/** Business time that stands where it was turned to. */
export interface TurnedClock extends Clock {
  turnTo(moment: Date): void;
}

/** The demo lives a week in a minute: its clock is turned from reading to reading. */
export function createTurnedClock(start: Date): TurnedClock {
  let moment = start;
  return {
    now: () => moment,
    turnTo(next) {
      moment = next;
    },
  };
}
