import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { describeConfiguration } from '../scripts/describe-configuration.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFile(join(root, path), 'utf8');

describe('the documentation', () => {
  it('lists every setting and variable as the program has it (npm run docs writes it)', async () => {
    expect(await read('docs/configuration.md')).toBe(
      describeConfiguration(await read('config/default.yaml')),
    );
  });

  it('leads nowhere that is not there', async () => {
    const pages = (await readdir(join(root, 'docs'))).filter((name) => name.endsWith('.md'));
    const files = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...pages.map((name) => `docs/${name}`)];
    const broken = await Promise.all(files.map(findBroken));
    expect(broken.flat()).toEqual([]);
  });
});

/** Links of a page to files of the project, or to headings, that are not there. */
async function findBroken(file: string): Promise<string[]> {
  const text = await read(file);
  const links = [...text.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(([, link = '']) => link);
  const found = await Promise.all(links.map((link) => isThere(file, link)));
  return links.filter((_link, at) => !found[at]).map((link) => `${file}: ${link}`);
}

async function isThere(file: string, link: string): Promise<boolean> {
  const [path = '', heading] = link.split('#');
  const target = path === '' ? file : join(dirname(file), path);
  if (!(await stat(join(root, target)).catch(() => undefined))) return false;
  return heading === undefined || headingsOf(await read(target)).includes(heading);
}

/** As forges name them: lower case, hyphens for spaces, nothing else but letters, digits, hyphens and underscores. */
const headingsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
