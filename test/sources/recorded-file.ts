import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A recorded answer, read where it lies. */
export function readRecorded(path: string): string {
  const folder = process.env.RECORDED_DIR;
  if (!folder)
    throw new Error('RECORDED_DIR is not set: RECORDED_DIR=path/to/recorded npm run test:recorded');
  return readFileSync(join(folder, path), 'utf8');
}
