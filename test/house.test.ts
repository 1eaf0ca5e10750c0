import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** One import, export-from or `import()` of a source file. */
interface Import {
  /** `src/web/server.ts:12`, to be pasted into an editor. */
  at: string;
  /** Relative to src, e.g. `web/server.ts`. */
  from: string;
  /** A file relative to src, or a package's name without what is asked of it. */
  to: string;
  isPackage: boolean;
  typeOnly: boolean;
}

const files = listFiles('src');
const sources = files.filter((file) => file.endsWith('.ts'));
const imports = sources.flatMap(importsOf);

function listFiles(folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
}

function importsOf(file: string): Import[] {
  const found: Import[] = [];
  const source = parse(file);
  const visit = (node: ts.Node): void => {
    const target = targetOf(node);
    if (target && ts.isStringLiteralLike(target)) {
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      found.push(describeImport(file, line, target.text, isTypeOnly(node)));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.filter((one) => !one.to.startsWith('node:'));
}

/** What a node imports: static imports and exports, `import()` and `import('…').Type`. */
function targetOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return node.arguments[0];
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return node.argument.literal;
  return undefined;
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isImportTypeNode(node)) return true;
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  if (!ts.isImportDeclaration(node) || !node.importClause) return false;
  const { isTypeOnly: whole, name, namedBindings } = node.importClause;
  if (whole) return true;
  if (name || !namedBindings || !ts.isNamedImports(namedBindings)) return false;
  return namedBindings.elements.every((element) => element.isTypeOnly);
}

function describeImport(file: string, line: number, specifier: string, typeOnly: boolean): Import {
  const isPackage = !specifier.startsWith('.');
  const to = isPackage
    ? (/^(node:.*|@[^/]+\/[^/]+|[^/]+)/.exec(specifier)?.[0] ?? specifier)
    : relative('src', join(dirname(file), specifier)).replace(/\.js$/, '.ts');
  return { at: `${file}:${line}`, from: relative('src', file), to, isPackage, typeOnly };
}

/** The room a file is in; a file beside the rooms is a room of its own, by its name without ending. */
function roomOf(file: string): string {
  return file.split('/')[0]?.replace(/\.ts$/, '') ?? file;
}

const complain = (list: Import[], rule: string) => list.map(({ at, to }) => `${at} imports ${to}: ${rule}`);

describe('one library, one door', () => {
  const doors: [library: RegExp, place: RegExp, door: string][] = [
    [/^(bullmq|ioredis)$/, /^workers\//, 'src/workers'],
    [/^(undici|robots-parser)$/, /^fetch\//, 'src/fetch'],
    [/^cheerio$/, /^sources\//, 'src/sources'],
    [/^feedsmith$/, /^(sources|feeds)\//, 'src/sources to read, src/feeds to write'],
    [/^mjml/, /^templates\//, 'src/templates'],
    [/^(nodemailer|postal-mime)$/, /^mail\//, 'src/mail'],
    [/^(pg|@electric-sql\/pglite)$/, /^store\//, 'one file of src/store'],
    [/^(fastify|@fastify\/.*|@bull-board\/.*|eta)$/, /^web\//, 'src/web'],
    [/^(pino|pino-pretty)$/, /^logger\.ts$/, 'src/logger.ts'],
    [/^unicodeit$/, /^digest\//, 'src/digest'],
    [/^csv-(parse|stringify)$/, /^readers\//, 'src/readers'],
    [/^d3-(scale|shape)$/, /^web\/charts\//, 'src/web/charts'],
    [/^commander$/, /^(main\.ts|commands\/)/, 'src/main.ts and src/commands'],
    [/^yaml$/, /^config\.ts$/, 'src/config.ts'],
    [/^tar$/, /^backup\//, 'src/backup'],
    [/^prom-client$/, /^metrics\//, 'src/metrics'],
  ];

  test.each(doors)('%s goes through its door', (library, place, door) => {
    const strangers = imports.filter((one) => one.isPackage && library.test(one.to) && !place.test(one.from));
    expect(complain(strangers, `only ${door} may`)).toEqual([]);
  });

  test.each(['pg', '@electric-sql/pglite'])('%s is opened by one file', (library) => {
    const openers = new Set(imports.filter((one) => one.to === library).map((one) => one.from));
    expect([...openers].length, [...openers].join(', ')).toBeLessThanOrEqual(1);
  });

  test('everything imported is a dependency', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const declared = new Set<string>(Object.keys(manifest.dependencies));
    const used = new Set(imports.filter((one) => one.isPackage).map((one) => one.to));
    expect([...used].filter((name) => !declared.has(name))).toEqual([]);
  });
});

describe('one way', () => {
  const base = ['model', 'errors', 'config', 'environment'];
  const rooms = [
    'fetch',
    'sources',
    'papers',
    'readers',
    'topics',
    'digest',
    'templates',
    'mail',
    'store',
    'access',
    'holder',
    'feeds',
    'backup',
    'metrics',
  ];
  const outer = [...base, 'version', 'logger'];
  const whole = ['app', 'main', 'commands', 'demo'];

  /** Whom each room may use, beside itself. */
  const known: Record<string, string[]> = {
    model: [],
    errors: [],
    version: [],
    environment: ['errors'],
    config: ['model', 'errors', 'environment'],
    logger: base,
    ...Object.fromEntries(rooms.map((room) => [room, base])),
    jobs: [...base, ...rooms],
    workers: [...outer, 'jobs'],
    web: [...outer, 'jobs'],
    demo: [...outer, ...rooms],
    training: [...base, 'topics'],
    bench: [...outer, ...rooms, 'jobs', 'demo', 'training'],
    app: [...outer, ...rooms, 'jobs', 'workers', 'web'],
    commands: [...outer, ...rooms, 'jobs', 'workers', 'web', 'bench', 'training', ...whole],
    main: [...outer, ...rooms, 'jobs', 'workers', 'web', ...whole],
  };

  /** Types cross where a value may not: contracts are shared, what acts is handed in. */
  const knownTypes: Record<string, (to: string) => boolean> = {
    digest: (to) => to === 'store/store.ts',
    workers: (to) => rooms.includes(roomOf(to)),
    web: (to) => rooms.includes(roomOf(to)),
  };

  const isAllowed = ({ from, to, typeOnly }: Import) => {
    const room = roomOf(from);
    if (room === roomOf(to) || known[room]?.includes(roomOf(to))) return true;
    return typeOnly && (knownTypes[room]?.(to) ?? false);
  };

  test('every room has its place in it', () => {
    const places = new Set(sources.map((file) => roomOf(relative('src', file))));
    expect([...places].filter((room) => !(room in known))).toEqual([]);
  });

  test('a room uses only rooms before it', () => {
    const strangers = imports.filter((one) => !one.isPackage && !isAllowed(one));
    expect(strangers.map(({ at, from, to }) => `${at}: ${roomOf(from)} may not import ${to}`)).toEqual([]);
  });

  test('no file leads back to itself', () => {
    const edges = new Map<string, string[]>();
    for (const { from, to, isPackage } of imports)
      if (!isPackage) edges.set(from, [...(edges.get(from) ?? []), to]);
    expect(findCycles(edges)).toEqual([]);
  });
});

function findCycles(edges: Map<string, string[]>): string[] {
  const cycles: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, path: string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) cycles.push([...path.slice(at), file].join(' -> '));
    if (at >= 0 || done.has(file)) return;
    for (const next of edges.get(file) ?? []) walk(next, [...path, file]);
    done.add(file);
  };
  for (const file of edges.keys()) walk(file, []);
  return cycles;
}

describe('a source file', () => {
  const linesWith = (pattern: RegExp, allowed: RegExp) =>
    sources
      .filter((file) => !allowed.test(file))
      .flatMap((file) =>
        readFileSync(join(root, file), 'utf8')
          .split('\n')
          .flatMap((line, at) => (pattern.test(line) ? [`${file}:${at + 1}: ${line.trim()}`] : [])),
      );

  test('has at most 300 lines', () => {
    const long = [...sources, ...listFiles('test').filter((file) => file.endsWith('.ts'))]
      .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines > 300);
    expect(long.map(({ file, lines }) => `${file} has ${lines} lines`)).toEqual([]);
  });

  test('leaves the environment to src/main.ts, which hands it in', () => {
    expect(linesWith(/process\.env\b/, /^src\/main\.ts$/)).toEqual([]);
  });

  test('never prints to the console', () => {
    expect(linesWith(/\bconsole\./, /^$/)).toEqual([]);
  });

  test('switches no check off and leaves no note for later', () => {
    expect(linesWith(/@ts-(ignore|expect-error|nocheck)|biome-ignore|\b(TODO|FIXME)\b/, /^$/)).toEqual([]);
  });
});
