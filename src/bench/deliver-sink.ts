import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { SinkOrder, SinkReport } from './deliver-orders.js';

/**
 * A mail server that takes everything and keeps nothing, run as a process of its own. It does as little as it may: the
 * server of a test suite reads what it gets, and would itself be the slowest part of what is measured.
 */
const counted = { mails: 0, bytes: 0, lastAt: 0 };
const readers = new Set<string>();
let cpu = process.cpuUsage();

const GREETING = '220 sink ESMTP\r\n';
const EXTENSIONS = '250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n';
const END = '\r\n.\r\n';

function serve(socket: Socket): void {
  let inMessage = false;
  let tail = '';
  const readMessage = (chunk: Buffer) => {
    counted.bytes += chunk.length;
    // The end of a message is always the end of what was sent: the client waits for the answer.
    tail = (tail + chunk.toString('latin1', Math.max(0, chunk.length - END.length))).slice(-END.length);
    if (tail !== END) return;
    inMessage = false;
    tail = '';
    counted.mails += 1;
    counted.lastAt = Date.now();
    socket.write('250 taken\r\n');
  };
  const readCommands = (chunk: Buffer) => {
    const lines = (tail + chunk.toString('latin1')).split('\r\n');
    tail = lines.pop() ?? '';
    const answers = lines.map(answer).join('');
    inMessage = answers.endsWith('354 go on\r\n');
    socket.write(answers);
    if (answers.endsWith('221 bye\r\n')) socket.end();
  };
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => (inMessage ? readMessage(chunk) : readCommands(chunk)));
  socket.write(GREETING);
}

function answer(line: string): string {
  const verb = line.slice(0, 4).toUpperCase();
  if (verb === 'EHLO') return EXTENSIONS;
  if (verb === 'DATA') return '354 go on\r\n';
  if (verb === 'QUIT') return '221 bye\r\n';
  if (verb === 'RCPT') readers.add(line);
  return '250 ok\r\n';
}

/** Tells what it has counted since it was last asked to begin. */
function report(): SinkReport {
  const { user, system } = process.cpuUsage(cpu);
  return { kind: 'report', ...counted, readers: readers.size, cpuMs: (user + system) / 1000 };
}

process.on('message', (order: SinkOrder) => {
  if (order.kind === 'report') return process.send?.(report());
  Object.assign(counted, { mails: 0, bytes: 0, lastAt: 0 });
  readers.clear();
  cpu = process.cpuUsage();
  return process.send?.({ kind: 'begun' });
});
process.on('disconnect', () => process.exit());

const server = createServer(serve).listen(0, '127.0.0.1', () =>
  process.send?.({ kind: 'listening', port: (server.address() as AddressInfo).port }),
);
