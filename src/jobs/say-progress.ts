import type { DeliveryProgress } from '../store/store.js';

/** `118 a second`; below one `20 a minute`. */
export function sayRate(perSecond: number): string {
  if (perSecond >= 1) return `${Math.round(perSecond)} a second`;
  return `${Math.max(1, Math.round(perSecond * 60))} a minute`;
}

/** How long what is due takes at this rate, in words; undefined when nothing is due or nothing moves. */
export function timeLeft({ counts, due, perSecond, halt }: DeliveryProgress): string | undefined {
  const left = due + counts.claimed + counts.sending;
  if (left === 0 || perSecond === 0 || halt !== undefined) return undefined;
  return saySeconds(left / perSecond);
}

function saySeconds(seconds: number): string {
  if (seconds < 10) return 'some seconds';
  if (seconds < 90) return `${Math.round(seconds / 10) * 10} seconds`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} minutes`;
  return `${Math.round(minutes / 60)} hours`;
}
