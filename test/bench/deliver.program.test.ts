import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { typeCommand } from '../commands/type-command.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'broadsheet-bench-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Six processes are started, two with a database in them. */
const LONG_MS = 180_000;

describe('bench deliver', () => {
  test(
    'sends to every reader by every way, in processes of their own, and tells what it cost',
    async () => {
      const { status, out, err } = await typeCommand(['bench', 'deliver', '--readers', '30', '--json'], {
        DATA_DIR: folder,
      });
      expect(err).not.toContain('broadsheet:');
      expect(status).toBe(0);
      const figures = out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      const speeds = figures.filter(({ unit }) => unit === 'mails/s');
      expect(speeds.map(({ what }) => what)).toEqual([
        '(a) MJML and sendMail per reader',
        '(b) sendMail of ready HTML',
        'ceiling: SMTPConnection, one ready buffer',
        '(c) Broadsheet',
        '(d) signed, DKIM RSA-2048',
      ]);
      for (const { value } of figures) expect(value).toBeGreaterThan(0);
      expect(speeds[3]).toMatchObject({ note: expect.stringContaining('PGlite'), aim: { least: 1000 } });
      expect(figures.map(({ unit }) => unit)).toEqual(
        expect.arrayContaining(['MB', 'statements', 'ms', '×']),
      );
    },
    LONG_MS,
  );

  test('refuses a number of readers that is none', async () => {
    const { status, err } = await typeCommand(['bench', 'deliver', '--readers', 'many'], {
      DATA_DIR: folder,
    });
    expect(status).toBe(2);
    expect(err).toContain('--readers: expected a whole number');
  });
});
