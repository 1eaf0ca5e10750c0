import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { ConfigError } from '../errors.js';

/** `sun_path` holds 104 bytes on macOS and 108 on Linux (unix(7)), one of them the closing zero. */
const maxPathBytes = 103;

/** Where the holder of a data folder answers. Raises `ConfigError` when the path is too long for a Unix socket. */
export function socketPathOf(dataDir: string): string {
  const path = join(dataDir, 'broadsheet.sock');
  const bytes = Buffer.byteLength(path);
  if (bytes <= maxPathBytes) return path;
  throw new ConfigError(
    `DATA_DIR: expected a path short enough for a Unix socket; ${path} has ${bytes} bytes, ${maxPathBytes} at most are possible`,
  );
}

/**
 * Connects to a socket that somebody listens on; absent when nobody does. The kernel accepts for a process that is busy or
 * stopped, and refuses for one that is dead, however it died: this is what tells a stale socket from a held one.
 * Raises `ConfigError` when the socket is another user's.
 */
export async function connectTo(path: string): Promise<Socket | undefined> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    // Whoever reads from the socket is told; an error between two reads must not end the process.
    return socket.on('error', () => undefined);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // The other side died with us in its queue: the next attempt is refused, or meets its successor.
    if (code === 'ECONNRESET') return connectTo(path);
    if (code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ENOTSOCK') return undefined;
    throw new ConfigError(
      `${path}: cannot be opened (${code}); the folder must belong to the user who runs this`,
      {
        cause: error,
      },
    );
  }
}
