import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { typeCommand } from './type-command.js';

// Two programs are started, one after the other, and asked for seconds on end.
const LONG_MS = 300_000;

test(
  'bench web fills a store, serves it by the real program and says how fast that was',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'broadsheet-bench-'));
    const { out, err, status } = await typeCommand(
      ['bench', 'web', '--json', '--papers', '40', '--seconds', '1'],
      { DATA_DIR: folder },
    );
    await rm(folder, { recursive: true, force: true });
    expect(err).not.toContain('broadsheet:');
    expect(status).toBe(0);
    const figures: { what: string; unit: string; note: string }[] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(figures.map(({ what }) => what)).toEqual([
      'fill 40 papers',
      ...['/', '/papers/:id', '/api/v1/papers', '/feed.xml', '/papers?q='].map(
        (address) => `p99 of ${address} at 200 requests/s`,
      ),
      '/ as often as it goes',
      '/ to those who have it',
    ]);
    // How many are answered in a second is the machine's; that none is answered otherwise is ours.
    for (const { note } of figures) expect(note).not.toMatch(/ × (?!200|304)\d{3}/);
  },
  LONG_MS,
);

test('bench web says what is wrong with its options', async () => {
  const { status, err } = await typeCommand(['bench', 'web', '--papers', 'many'], {});
  expect({ status, err }).toMatchObject({ status: 2, err: expect.stringContaining('--papers: expected') });
});
