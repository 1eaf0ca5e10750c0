import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { findPort } from './children.js';
import { type Accepted, converse, type Host, hangUp, type Weather } from './conversation.js';

export interface MailServer extends Pick<Host, 'accepted' | 'brokenOff' | 'refusedForGood'> {
  url: string;
  accepted: Accepted[];
  /** Messages between DATA and its last reply, now. */
  inData(): number;
  /** Grows with everything that is said. */
  activity(): number;
  setWeather(weather: Weather): void;
  /** Is not there at all for a while. */
  goAway(ms: number): Promise<void>;
  close(): Promise<void>;
}

export const calm: Weather = () => undefined;

/** A mail server that counts what it takes, at most so many mails a second, and does whatever the weather says. */
export async function openMailServer({ perSecond }: { perSecond: number }): Promise<MailServer> {
  const port = await findPort();
  const host: Host = {
    ...{ accepted: [], brokenOff: [], refusedForGood: new Map(), tried: new Map(), inData: new Map() },
    ...{ activity: 0, weather: calm, pace: createPace(perSecond) },
  };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    void converse(host, socket);
  });
  await listen(server, port);
  const leave = async () => {
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) hangUp(host, socket);
    await closed;
  };
  return {
    ...{ accepted: host.accepted, brokenOff: host.brokenOff, refusedForGood: host.refusedForGood },
    url: `smtp://127.0.0.1:${port}`,
    inData: () => host.inData.size,
    activity: () => host.activity,
    setWeather(weather) {
      host.weather = weather;
    },
    async goAway(ms) {
      await leave();
      await sleep(ms);
      await listen(server, port);
    },
    close: leave,
  };
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

/** One mail after the other, however many connections bring them. */
function createPace(perSecond: number): () => Promise<void> {
  let next = 0;
  return async () => {
    const now = performance.now();
    next = Math.max(now, next) + 1000 / perSecond;
    await sleep(next - now);
  };
}
