import type { Io } from '../holder/io.js';

export interface Progress {
  /** Says where the work stands; `note` is a few words. */
  update(done: number, total: number, note?: string): void;
  /** Leaves the last state standing and goes to the next line. */
  end(): void;
}

const WIDTH = 24;

/** A bar that moves on a terminal; elsewhere a line whenever something is done. Goes to standard error. */
export function showProgress(io: Io, label: string): Progress {
  return io.isTerminal ? movingBar(io, label) : plainLines(io, label);
}

function movingBar(io: Io, label: string): Progress {
  return {
    update(done, total, note = '') {
      const filled = total > 0 ? Math.round((done / total) * WIDTH) : WIDTH;
      const bar = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`;
      io.err(`\r\x1b[2K${`${label} ${bar} ${done}/${total} ${note}`.slice(0, io.columns - 1)}`);
    },
    end: () => io.err('\n'),
  };
}

function plainLines(io: Io, label: string): Progress {
  let last = '';
  return {
    update(done, total, note = '') {
      const line = `${label}: ${done} of ${total}${note && ` (${note})`}\n`;
      if (line !== last) io.err(line);
      last = line;
    },
    end: () => undefined,
  };
}
