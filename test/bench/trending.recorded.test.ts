import { expect, test } from 'vitest';
import { predictRecorded } from '../../src/bench/predict-recorded.js';
import { loadConfig } from '../../src/config.js';

test('tells the one day that was recorded twice as an example', async () => {
  const { trending } = await loadConfig({});
  const figures = [];
  for await (const figure of predictRecorded(process.env.RECORDED_DIR ?? '', trending)) figures.push(figure);
  expect(figures).toEqual([
    {
      what: expect.stringContaining('2026-06-12'),
      value: expect.any(Number),
      unit: '%',
      obvious: 100,
      note: expect.stringMatching(/^n = 1, an example: 21 papers/),
    },
  ]);
});
