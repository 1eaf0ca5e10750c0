import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const readJson = (path: string) => JSON.parse(readFileSync(root + path, 'utf8'));

interface Locked {
  version?: string;
  license?: string;
  dev?: boolean;
  devOptional?: boolean;
  hasInstallScript?: boolean;
}

/** Every package that runs in production, by its place under node_modules. */
const locked = Object.entries(readJson('package-lock.json').packages as Record<string, Locked>).filter(
  ([path, { dev }]) => path !== '' && dev !== true,
);
const told = readFileSync(`${root}SECURITY.md`, 'utf8');

function licenceOf(path: string, { license }: Locked): string {
  if (!existsSync(`${root}${path}/package.json`)) return license ?? 'none';
  const { license: own, licenses } = readJson(`${path}/package.json`);
  return (
    own?.type ?? own ?? licenses?.map(({ type }: { type: string }) => type).join(' OR ') ?? license ?? 'none'
  );
}

it('the list of dependencies in SECURITY.md has their names, versions and licences', () => {
  const names = Object.keys(readJson('package.json').dependencies).sort();
  const rows = names.map((name) => {
    const { version, license } = readJson(`node_modules/${name}/package.json`);
    return `| ${name} | ${version} | ${license} |`;
  });
  expect(told.match(/^\| [@a-z][^|]* \| \d+\.\d+\.\S+ \| [^|]+ \|$/gm)).toEqual(rows);
});

it('SECURITY.md names every licence that comes with them', () => {
  const licences = new Set(locked.map(([path, found]) => licenceOf(path, found)));
  const line = /^All packages that run: (.*)\.$/m.exec(told)?.[1] ?? '';
  expect(line.split(', ').sort()).toEqual([...licences].sort());
});

it('SECURITY.md names every package that would run a script when it is installed', () => {
  const scripts = locked
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([path]) => path.replace(/.*node_modules\//, ''));
  const line = /^Packages with an install script: (.*)\.$/m.exec(told)?.[1] ?? '';
  expect(line.split(', ').sort()).toEqual([...new Set(scripts)].sort());
});
