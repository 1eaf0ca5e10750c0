import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { create } from 'tar';
import { readApiToken } from '../../src/access/api-tokens.js';
import { createLinks } from '../../src/access/links.js';
import { verifyPassword } from '../../src/access/passwords.js';
import { unpackBackup } from '../../src/backup/unpack-backup.js';
import { loadConfig } from '../../src/config.js';
import { toPlainText } from '../../src/digest/plain-text.js';
import { summarise } from '../../src/digest/summarise.js';
import { decodeText } from '../../src/fetch/decode-text.js';
import { judgeBody } from '../../src/fetch/judge-body.js';
import { readBody } from '../../src/fetch/read-body.js';
import { readBounce } from '../../src/mail/read-bounce.js';
import { readRequest } from '../../src/mail/read-request.js';
import { readCsv } from '../../src/readers/read-csv.js';
import { readJson } from '../../src/readers/read-json.js';
import { type RawRow, readReader } from '../../src/readers/reader-row.js';
import { loadSources } from '../../src/sources/load-sources.js';
import { foldQuery, writeQuery } from '../../src/store/fold-query.js';
import { readTypedIds } from '../../src/store/typed-ids.js';
import { createSeals } from '../../src/web/api/seals.js';
import { readPlace } from '../../src/web/place-text.js';
import * as reports from '../mail/sample-reports.js';
import { bytesOf, type Target } from './target.js';

const shipped = fileURLToPath(new URL('../../config/', import.meta.url));
const links = createLinks({
  secretKey: 'a key for trying',
  publicUrl: 'https://p.example',
  bounceAddress: 'b@p.example',
});
const reader = { id: 'c0ffee00-0000-4000-8000-000000000001', linkGeneration: 1 };
const known = { topics: [{ id: 'language-models', name: 'Language models' }] } as unknown as Parameters<
  typeof readReader
>[1];
const seals = createSeals(Buffer.alloc(32, 7));

/** The mail reader, on the reports that mail servers write. */
const mails: Target = {
  name: 'mail that comes back',
  async seeds() {
    const to =
      links.returnPath({ subscriberId: reader.id, generation: 1, cadence: 'daily', date: '2026-08-21' }) ??
      '';
    const { postfixReport, eximReport, eximWords, exchangeReport, complaint, vacation } = reports;
    return [postfixReport, eximReport, eximWords, exchangeReport, complaint, vacation].map((write) =>
      write({ to }).toString('latin1'),
    );
  },
  async read(input) {
    const told = await readBounce(bytesOf(input));
    if (told.kind !== 'nothing') for (const token of told.returnTokens) links.readReturnPath(token);
    await readRequest(bytesOf(input));
  },
};

/** Each file of the configuration, laid into a folder of its own. */
function configTarget(file: string): Target {
  let folder: Promise<string> | undefined;
  return {
    name: `config ${file}`,
    seeds: async () => [
      await readFile(shipped + file, 'utf8').catch(
        () => '- name: Ada Sample\n  profiles: { scholarfeed: "7" }\n',
      ),
    ],
    async read(input) {
      folder ??= mkdtemp(join(tmpdir(), 'broadsheet-fuzz-'));
      const CONFIG_DIR = await folder;
      process.once('exit', () => void rm(CONFIG_DIR, { recursive: true, force: true }));
      await writeFile(join(CONFIG_DIR, file), input);
      await loadSources((await loadConfig({ CONFIG_DIR })).sources);
    },
  };
}

function listTarget(
  name: string,
  rows: (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<RawRow>,
  seeds: string[],
): Target {
  return {
    name,
    seeds: async () => seeds,
    async read(input) {
      for await (const row of rows(Readable.from([Buffer.from(input)]))) readReader(row, known);
    },
  };
}

const lists = [
  listTarget('import CSV', readCsv, [
    'email,state,cadence,topics,hour,timeZone\nada@example.org,active,daily,"[""language-models""]",7,Europe/Paris\n"x@y.example",left,weekly,a;b,23,UTC\n',
  ]),
  listTarget('import JSON', readJson, [
    '[{"email":"ada@example.org","state":"active","topics":["language-models"],"hour":7},{"email":"b@example.org","keywords":["a \\"b\\""]}]',
    '{"email":"ada@example.org"}\n{"email":"c@example.org","maxPapers":10}\n',
  ]),
];

/** What stands in addresses and forms. */
const queries: Target = {
  name: 'queries, cursors, tokens',
  seeds: async () => [
    '"large language" or -vision model‘s ℌ',
    seals.seal('/api/v1/papers', [1, reader.id]),
    links.preferences(reader).replace(/.*\//, ''),
    links.unsubscribe(reader).replace(/.*\//, ''),
    'https://arxiv.org/abs/2508.14444v2?x#y',
    'doi:10.1000/182',
    Buffer.from(JSON.stringify([0.5, reader.id])).toString('base64url'),
    `bs_${'a'.repeat(51)}`,
    `scrypt$32768$8$1$${'a'.repeat(22)}$${'b'.repeat(43)}`,
  ],
  async read(input) {
    writeQuery(foldQuery(input).parts);
    readTypedIds(input);
    readPlace(input);
    seals.open('/api/v1/papers', input);
    readApiToken(input);
    for (const read of [
      links.readPreferences,
      links.readUnsubscribe,
      links.readEdition,
      links.readReturnPath,
    ])
      read(input);
    if (input.length < 300) await verifyPassword('x', input);
  },
};

const texts: Target = {
  name: 'titles and abstracts',
  seeds: async () => [
    'We train \\textbf{big} $S^{2}$FT models on $\\mathcal{O}(n^2)$ tokens (see \\cite{a}). We show that it beats e.g. GPT by 3.5 %. Code: https://example.org/x{y}',
    "mathcal{O}(n) boldsymbolλ varepsilon, 10times faster than ``others'' --- a study of \\\"{o} and \\'e",
    'Existing methods fail. To this end, we propose FooBar (FB), a simple way. Experiments on 12 datasets show that FB improves by 4×.',
  ],
  read(input) {
    toPlainText(input);
    summarise({ title: input.slice(0, 300), abstract: input } as Parameters<typeof summarise>[0]);
  },
};

const packers = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync } as const;

/** An answer's bytes: unpacked, decoded, judged. */
const bodies: Target = {
  name: 'bodies of answers',
  seeds: async () => {
    const page = Buffer.from(
      '<!doctype html><meta charset="utf-8"><title>Papers</title><p>été and more</p>'.repeat(20),
    );
    return [page, ...Object.values(packers).map((packer) => packer(page))].map((bytes) =>
      bytes.toString('latin1'),
    );
  },
  async read(input) {
    const encodings = ['', ...Object.keys(packers)];
    const headers = { 'content-encoding': encodings[input.length % encodings.length] ?? '' };
    const bytes = await readBody({
      host: 'h',
      headers,
      body: Readable.from([bytesOf(input)]),
      maxBytes: 10_000_000,
    });
    const { text } = decodeText(bytes, undefined);
    judgeBody({
      url: new URL('https://h/'),
      askedUrl: 'https://h/',
      status: 200,
      contentType: 'text/html',
      body: text,
    });
  },
};

const backups: Target = {
  name: 'backups',
  async seeds() {
    const folder = await mkdtemp(join(tmpdir(), 'broadsheet-fuzz-'));
    const counts = { papers: 1, editions: 1, subscribers: 1, deliveries: 1 };
    const manifest = { format: 1, version: '1.0.0', takenAt: '2026-08-21T08:00:00.000Z', counts };
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
    await writeFile(join(folder, 'secrets.json'), '{}');
    const made = await Promise.all(
      [true, false].map(async (gzip) => {
        const file = join(folder, `packed-${gzip}`);
        await create({ cwd: folder, file, gzip, portable: true }, ['manifest.json', 'secrets.json']);
        return (await readFile(file)).toString('latin1');
      }),
    );
    await rm(folder, { recursive: true });
    return made;
  },
  async read(input) {
    const folder = await mkdtemp(join(tmpdir(), 'broadsheet-fuzz-'));
    try {
      await writeFile(join(folder, 'in'), bytesOf(input));
      const into = await mkdtemp(join(folder, 'out'));
      await unpackBackup(join(folder, 'in'), into);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

export const otherTargets: Target[] = [
  mails,
  ...['default.yaml', 'sources.yaml', 'topics.yaml', 'authors.yaml'].map(configTarget),
  ...lists,
  queries,
  texts,
  bodies,
  backups,
];
