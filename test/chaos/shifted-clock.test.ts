import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('moves every way of asking for the time, and no other date', async () => {
  const script = `
    const at = [Date.now(), new Date().getTime(), Date.parse(Date())];
    console.log(JSON.stringify({ at, fixed: new Date(5).getTime(), isDate: new Date() instanceof Date }));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', './test/chaos/shifted-clock.mjs', '--input-type=module', '--eval', script],
    { env: { SHIFT_CLOCK_MS: '-86400000000' } },
  );
  const told = JSON.parse(stdout);
  const wanted = Date.now() - 86_400_000_000;
  for (const moment of told.at) expect(Math.abs(moment - wanted)).toBeLessThan(600_000);
  expect(told).toMatchObject({ fixed: 5, isDate: true });
});
