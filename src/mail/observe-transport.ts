import type { Receipt } from '../model/message.js';
import type { Transport } from './transport.js';

/** One mail that was handed over, and how that went. */
export interface SentOnce {
  outcome: Receipt['outcome'];
  ms: number;
}

/** The same transport; somebody is told of each mail. */
export function observeTransport(transport: Transport, observe: (sent: SentOnce) => void): Transport {
  return {
    ...transport,
    async send(message) {
      const begunAt = performance.now();
      const receipt = await transport.send(message);
      observe({ outcome: receipt.outcome, ms: performance.now() - begunAt });
      return receipt;
    },
  };
}
