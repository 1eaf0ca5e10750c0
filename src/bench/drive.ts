import { createRequire } from 'node:module';
import type { DriveOrder, DriveReport } from './drive-orders.js';

/** As far as it is used here; it is there where the tools of development are installed. */
type Autocannon = (options: object) => Promise<Result>;

interface Result {
  requests: { average: number };
  latency: { p50: number; p99: number };
  statusCodeStats: Record<string, { count: number }>;
  errors: number;
}

interface Client {
  setRequests(requests: object[]): void;
}

process.on('message', (order: DriveOrder) => {
  drive(order).then(
    (report) => process.send?.(report),
    (error: unknown) => process.stderr.write(`${String(error)}\n`, () => process.exit(1)),
  );
});
process.on('disconnect', () => process.exit());
process.send?.({ kind: 'ready' });

async function drive({ origin, requests, connections, seconds, rate }: DriveOrder): Promise<DriveReport> {
  const autocannon: Autocannon = createRequire(import.meta.url)('autocannon');
  const asked = requests.map((one) => ({ method: 'GET', ...one }));
  let nth = 0;
  const result = await autocannon({
    url: origin,
    connections,
    duration: seconds,
    ...(rate !== undefined && { overallRate: rate }),
    // Connections that went through the list in step would find each page in the cache that another had just asked for.
    setupClient(client: Client) {
      const start = Math.floor((nth++ * asked.length) / connections);
      client.setRequests([...asked.slice(start), ...asked.slice(0, start)]);
    },
  });
  return {
    kind: 'driven',
    perSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    statuses: Object.fromEntries(
      Object.entries(result.statusCodeStats).map(([status, { count }]) => [status, count]),
    ),
    errors: result.errors,
  };
}
