import { createServer, type Socket } from 'node:net';
import { leaveFolder, takeFolder } from './folder-lock.js';
import { writeFrame } from './frames.js';
import { type RunCommand, serveCommand } from './serve-command.js';

/** A data folder that this process, and no other, may open. */
export interface HeldFolder {
  /** Interrupts the commands that run here for other terminals, waits for them and takes no more. */
  drain(): Promise<void>;
  /** Drains, then gives the folder back. Call it when the database in it is closed, never before. */
  close(): Promise<void>;
}

/**
 * Makes this process the holder of a data folder: others are turned away, and their commands are carried out here by `run`,
 * which returns the exit status. Raises `ConfigError` (code `held`) when another process holds the folder.
 */
export async function holdFolder(dataDir: string, run: RunCommand): Promise<HeldFolder> {
  const sockets = new Set<Socket>();
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    writeFrame(socket, { type: 'hello', pid: process.pid });
    const served = serveCommand(socket, run, stopping.signal);
    running.add(served);
    void served.finally(() => running.delete(served));
  });
  await takeFolder(dataDir, server);
  const drain = async () => {
    stopping.abort();
    await Promise.all(running);
  };
  const letGo = async () => {
    await drain();
    const left = leaveFolder(dataDir, server);
    for (const socket of sockets) socket.destroy();
    await left;
  };
  let closed: Promise<void> | undefined;
  return {
    drain,
    close() {
      closed ??= letGo();
      return closed;
    },
  };
}
