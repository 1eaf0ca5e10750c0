import type { SendingOrder, SendingReport, SendingTask } from './deliver-orders.js';
import { processorTimeOf } from './processor-time.js';
import { prepareLedger } from './send-by-ledger.js';
import { prepareObvious } from './send-obviously.js';

/** A sending process: prepares what is not to be measured, waits for the word, sends, and tells what it cost. */
process.on('message', (order: SendingTask | SendingOrder) => {
  if (order.kind === 'prepare') begin(order).catch(fail);
});
process.on('disconnect', () => process.exit());

async function begin(task: SendingTask): Promise<void> {
  const prepared = task.way === 'broadsheet' ? await prepareLedger(task) : await prepareObvious(task);
  const go = new Promise<SendingOrder>((resolve) =>
    process.on('message', (order: SendingTask | SendingOrder) => order.kind === 'go' && resolve(order)),
  );
  process.send?.({ kind: 'ready' });
  const { editionId } = await go;
  const before = process.cpuUsage();
  const startedAt = Date.now();
  const statementsBefore = prepared.statements();
  const databaseBefore = await processorTimeOf(await prepared.databaseProcesses());
  await prepared.send(editionId, (frozen) => process.send?.({ kind: 'frozen', editionId: frozen }));
  const { user, system } = process.cpuUsage(before);
  const database = await processorTimeOf(await prepared.databaseProcesses());
  const report: SendingReport = {
    kind: 'done',
    startedAt,
    cpuMs: (user + system) / 1000,
    ...(database !== undefined && { databaseCpuMs: database - (databaseBefore ?? 0) }),
    statements: prepared.statements() - statementsBefore,
    memory: process.resourceUsage().maxRSS / 1024,
  };
  process.send?.(report);
  await prepared.close();
}

function fail(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`, () => process.exit(1));
}
