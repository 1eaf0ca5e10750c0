import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/errors.js';
import { readModel, writeModel } from '../../src/topics/model-file.js';
import { openModel } from '../../src/topics/open-model.js';
import type { TopicModel } from '../../src/topics/topic-model.js';

const model: TopicModel = {
  id: 'grams-1-test',
  topicIds: ['birds', 'fish'],
  topics: [
    {
      id: 'birds',
      name: 'Birds',
      threshold: 0.4,
      without: ['early bird'],
      terms: [{ phrase: 'wren', weight: 0.5 }],
    },
    { id: 'fish', name: 'Fish', threshold: 0.5, without: [], terms: [] },
  ],
  vocabulary: {
    places: new Map([
      ['wren', 0],
      ['señal', 1],
      ['cold water', 2],
    ]),
    rarity: Float32Array.of(1.5, 2, 3.25),
  },
  weights: Int16Array.of(1, -2, 3, -4, 32_767, -32_767),
  scales: [0.5, 0.25],
  bias: [-1, -2],
  signWeights: [
    [1, 0],
    [0, 1],
  ],
  categoryMeans: [0.1, 0.2],
  calibration: { slope: 1.5, offset: -0.5 },
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'broadsheet-model-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function openBytes(bytes: Buffer | string) {
  const file = join(folder, 'model.bin');
  await writeFile(file, bytes);
  return openModel(file);
}

describe('a model file', () => {
  it('reads as it was written', async () => {
    expect(await openBytes(writeModel(model))).toEqual(model);
  });

  it('is the same bytes for the same model', () => {
    const bytes = writeModel(model);
    expect(writeModel(readModel(bytes, 'model.bin')).equals(bytes)).toBe(true);
  });

  it.each([
    ['of another version', () => 'broadsheet topics 9\n{}', 'is a topic model of another version'],
    ['of something else', () => 'PK\u0003\u0004 and so on and so forth', 'is not a topic model'],
    ['with a broken head', () => 'broadsheet topics 1\n{"id": 7}\n', 'its head cannot be read'],
    ['cut short', () => writeModel(model).subarray(0, -3), /expected \d+ bytes, found \d+/],
  ])('%s is refused, with the way to a good one', async (_what, bytes, words) => {
    const refused = openBytes(bytes());
    await expect(refused).rejects.toThrow(words);
    await expect(refused).rejects.toThrow('broadsheet train --data DIR');
    await expect(refused).rejects.toBeInstanceOf(ConfigError);
  });

  it('that is missing is named, with the way to one', async () => {
    const missing = openModel(join(folder, 'none.bin'));
    await expect(missing).rejects.toThrow(
      /none\.bin: the topic model cannot be read \(ENOENT\).*broadsheet train/,
    );
    await expect(missing).rejects.toBeInstanceOf(ConfigError);
  });
});
