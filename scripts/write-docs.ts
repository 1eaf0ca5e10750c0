// Writes docs/configuration.md from what the program itself goes by: config/default.yaml with its comments, the schema that
// checks it, and the environment's variables. Run it after a change of any; a test says when that was forgotten.
//
//   npm run docs
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describeConfiguration } from './describe-configuration.js';

const root = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const yaml = await readFile(root('config/default.yaml'), 'utf8');
await writeFile(root('docs/configuration.md'), describeConfiguration(yaml));
