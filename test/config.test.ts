import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../src/config.js';
import { readEnvironment, VARIABLES } from '../src/environment.js';
import { ConfigError } from '../src/errors.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'config-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function load(files: Record<string, string> = {}) {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return loadConfig({ CONFIG_DIR: folder });
}

/** The sentence with which the start stops, the folder of the test left out. */
async function complaint(files: Record<string, string>): Promise<string> {
  const failure = await load(files).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ConfigError);
  return failure instanceof Error ? failure.message.replace(`${folder}/`, '') : '';
}

describe('configuration as shipped', () => {
  test('is valid, and frozen to the bottom', async () => {
    const config = await loadConfig({});
    expect(config.sources.map((source) => source.id)).toContain('hf-daily');
    expect(config.topics.length).toBeGreaterThan(0);
    expect(() => config.editions.days.push('sunday')).toThrow(TypeError);
    expect(Object.isFrozen(config.sources[0]?.scopes)).toBe(true);
  });

  test('stands where the operator’s folder says nothing', async () => {
    const [shipped, own] = await Promise.all([loadConfig({}), load()]);
    expect({ ...own, environment: {} }).toEqual({ ...shipped, environment: {} });
  });
});

describe('the operator’s configuration', () => {
  test('is laid over default.yaml setting by setting; lists are replaced', async () => {
    const shipped = await loadConfig({});
    const config = await load({ 'default.yaml': 'editions:\n  days: [sunday]\nreaders: { hour: 6 }\n' });
    expect(config.editions).toEqual({ ...shipped.editions, days: ['sunday'] });
    expect(config.readers).toEqual({ ...shipped.readers, hour: 6 });
    expect(config.mail).toEqual(shipped.mail);
  });

  test('replaces sources.yaml and topics.yaml whole', async () => {
    const config = await load({
      'sources.yaml': "- { id: hf-daily, baseUrl: 'http://127.0.0.1:8080/', schedule: '0 * * * *' }\n",
      'topics.yaml': '- { id: robotics, name: Robotics, terms: { robot: 1 } }\n',
    });
    expect(config.sources).toEqual([
      { id: 'hf-daily', baseUrl: 'http://127.0.0.1:8080', schedule: '0 * * * *', scopes: [] },
    ]);
    expect(config.topics).toEqual([
      { id: 'robotics', name: 'Robotics', threshold: 0.5, terms: { robot: 1 }, without: [] },
    ]);
  });

  test('links the profiles of one person in authors.yaml', async () => {
    expect((await loadConfig({})).authors).toEqual([]);
    const linked = "- { name: Ada Lovelace, profiles: { scholarfeed: '118365', catalyzex: Ada Lovelace } }\n";
    expect((await load({ 'authors.yaml': linked })).authors).toEqual([
      {
        name: 'Ada Lovelace',
        profiles: [
          { sourceId: 'scholarfeed', key: '118365' },
          { sourceId: 'catalyzex', key: 'Ada Lovelace' },
        ],
      },
    ]);
  });

  test('may be a file that holds only comments', async () => {
    expect((await load({ 'default.yaml': '# nothing yet\n' })).readers.hour).toBe(7);
  });

  test('in a folder that does not exist stops the start', async () => {
    const missing = join(folder, 'confg');
    await expect(loadConfig({ CONFIG_DIR: missing })).rejects.toThrow(
      `CONFIG_DIR: ${missing} is not a folder`,
    );
  });

  test('in a file that cannot be read stops the start', async () => {
    await mkdir(join(folder, 'sources.yaml'));
    expect(await complaint({})).toBe('sources.yaml: cannot be read (EISDIR)');
  });

  const mistakes: [name: string, file: string, text: string, message: string][] = [
    ['an unknown key', 'default.yaml', 'mail: { inflight: 3 }', 'unknown key mail.inflight'],
    ['an unknown section', 'default.yaml', 'mails: {}', 'unknown key mails'],
    [
      'a wrong type',
      'default.yaml',
      'mail: { inFlight: many }',
      'mail.inFlight: expected number, found "many"',
    ],
    ['a value for a section', 'default.yaml', 'mail: 3', 'mail: expected object, found 3'],
    ['a section emptied', 'default.yaml', 'mail:', 'mail: expected object, found null'],
    [
      'a number too large',
      'default.yaml',
      'readers: { hour: 24 }',
      'readers.hour: expected at most 23, found 24',
    ],
    ['a number too small', 'default.yaml', 'readers: { maxPapers: 4 }', 'expected at least 5, found 4'],
    [
      'a time that is none',
      'default.yaml',
      "editions: { freezeAt: '4:00' }",
      'a time of day such as "04:00"',
    ],
    [
      'a zone that is none',
      'default.yaml',
      'readers: { timeZone: Paris }',
      'an IANA time zone such as Europe/Paris',
    ],
    [
      'a day that is none',
      'default.yaml',
      'editions: { days: [monday, funday] }',
      'editions.days.1: expected one of monday, tuesday, wednesday, thursday, friday, saturday, sunday, found "funday"',
    ],
    [
      'a list that is none',
      'sources.yaml',
      'hf-daily: {}',
      '(top level): expected array, found {"hf-daily":{}}',
    ],
    ['a missing value', 'sources.yaml', '- id: hf-daily', '0.schedule: expected string, found nothing'],
    [
      'an address of another kind',
      'sources.yaml',
      "- { id: hf-daily, baseUrl: 'ftp://example.org', schedule: '0 * * * *' }",
      '0.baseUrl: expected an address such as https://example.org, found "ftp://example.org"',
    ],
    [
      'a profile by number without quotes',
      'authors.yaml',
      '- { name: Ada Lovelace, profiles: { scholarfeed: 118365 } }',
      '0.profiles.scholarfeed: expected string, found 118365',
    ],
    [
      'a person without profiles',
      'authors.yaml',
      '- name: Ada Lovelace',
      '0.profiles: expected record, found nothing',
    ],
    [
      'a weight above one',
      'topics.yaml',
      '- { id: robotics, name: Robotics, terms: { robot: 2 } }',
      '0.terms.robot: expected at most 1, found 2',
    ],
  ];

  test.each(mistakes)('with %s stops the start, and says where, what and what else', async (...mistake) => {
    const [, file, text, message] = mistake;
    const said = await complaint({ [file]: text });
    expect(said).toContain(`${file}: `);
    expect(said).toContain(message);
  });

  test.each([
    ['an open bracket', 'mail: { inFlight: 3'],
    ['a tab for spaces', 'mail:\n\tinFlight: 3'],
    ['a key given twice', 'mail: {}\nmail: {}'],
  ])('that is no YAML (%s) stops the start with the line', async (_, text) => {
    expect(await complaint({ 'default.yaml': text })).toMatch(/^default\.yaml: .* at line \d+, column \d+/);
  });
});

describe('the environment', () => {
  test('has a default for everything that needs one', () => {
    const environment = readEnvironment({});
    expect(environment).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 3000,
      LOG_LEVEL: 'info',
      TRUST_PROXY: false,
    });
    expect(environment.PUBLIC_URL).toBe('http://127.0.0.1:3000');
    expect(environment.DATABASE_URL).toBeUndefined();
  });

  test('counts an empty variable as unset', () => {
    const empty = Object.fromEntries(VARIABLES.map((name) => [name, '']));
    expect(readEnvironment(empty)).toEqual(readEnvironment({}));
  });

  test('has a public address that a browser can open', () => {
    const address = (variables: NodeJS.ProcessEnv) => readEnvironment(variables).PUBLIC_URL;
    expect(address({ PUBLIC_URL: 'https://paper.example.org/' })).toBe('https://paper.example.org');
    expect(address({ HOST: '0.0.0.0', PORT: '80' })).toBe('http://localhost:80');
    expect(address({ HOST: '::', PORT: '81' })).toBe('http://localhost:81');
    expect(address({ HOST: '::1' })).toBe('http://[::1]:3000');
  });

  test('reads any variable from the file that NAME_FILE names, but the variable itself wins', async () => {
    const file = join(folder, 'secret');
    await writeFile(file, 'from-a-file-0123456789\n');
    expect(readEnvironment({ SECRET_KEY_FILE: file }).SECRET_KEY).toBe('from-a-file-0123456789');
    const both = { SECRET_KEY_FILE: file, SECRET_KEY: 'given-directly-012345' };
    expect(readEnvironment(both).SECRET_KEY).toBe('given-directly-012345');
    await writeFile(file, '\n');
    expect(readEnvironment({ SECRET_KEY_FILE: file }).SECRET_KEY).toBeUndefined();
  });

  test('names the file that NAME_FILE names when it cannot be read', () => {
    const file = join(folder, 'nowhere');
    expect(() => readEnvironment({ SMTP_URL_FILE: file })).toThrow(
      `environment: SMTP_URL_FILE: ${file} cannot be read (ENOENT)`,
    );
  });

  test.each([
    ['DATABASE_URL', 'mysql://u:hunter2@db/x', 'expected an address such as postgres://'],
    ['REDIS_URL', 'hunter2', 'expected an address such as redis://'],
    ['SMTP_URL', 'https://u:hunter2@mail', 'expected an address such as smtp://'],
    ['PUBLIC_URL', 'paper.example.org/hunter2', 'expected an address such as https://'],
    ['SECRET_KEY', 'hunter2', 'expected at least 16 characters'],
    ['ADMIN_PASSWORD', 'hunter2', 'expected at least 8 characters'],
    ['OPERATOR_MAIL', 'hunter2', 'expected a bare address such as you@example.org'],
    ['PORT', '65536', 'expected a port, 0 to 65535'],
    ['PORT', 'hunter2', 'expected a port, 0 to 65535'],
    ['TRUST_PROXY', 'hunter2', 'expected true or false'],
    ['LOG_LEVEL', 'hunter2', 'expected one of fatal, error'],
  ])('stops the start when %s is wrong, and does not repeat its value', (name, value, message) => {
    const read = () => readEnvironment({ [name]: value });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(`environment: ${name}: ${message}`);
    expect(read).not.toThrow('hunter2');
  });
});
