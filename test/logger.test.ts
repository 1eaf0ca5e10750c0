import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../src/errors.js';
import { createLogger, type Logger } from '../src/logger.js';

/** What a logger writes while `use` has it. */
function linesOf(use: (logger: Logger) => void, settings = { level: 'trace', pretty: false }): string {
  let written = '';
  const write = (line: string) => {
    written += line;
  };
  use(createLogger({ ...settings, destination: { write } }));
  return written;
}

const token = 'Zk3vQ9xYb2mN7pRt5wLc8dHf1gJs6aKe0uVi4oTqXyB';

/** A text, and what of it must not be seen. */
const texts: [name: string, text: string, secrets: string[]][] = [
  ['an address', 'no such mailbox: reader@example.org.', ['reader', 'example.org']],
  ['an address in angle brackets', 'to "Ada L." <ada.l+news@mail.example.co.uk>', ['ada.l', 'news@']],
  ['an address at a bare host', 'RCPT TO:<root@localhost>', ['root@']],
  ['an address at an IP address', 'mail to root@[192.0.2.7]', ['root@', '192.0.2.7']],
  ['an address of other letters', 'für jürgen@bücher.example', ['jürgen', 'bücher']],
  ['a quoted address', '"odd name"@example.org', ['odd name', 'example.org']],
  ['an encoded address', 'GET /subscribe?email=reader%40example.org', ['reader', 'example.org']],
  ['a long local part', `${'a'.repeat(300)}@example.org`, ['aaaa', 'example.org']],
  ['a password in a URL', 'connect postgres://paper:hunter2@db:5432/paper failed', ['hunter2']],
  ['a password without a user', 'redis://:hunter2@cache:6379', ['hunter2']],
  [
    'a password with an @ and a slash',
    'smtp://u:hun@ter2/zebra9@mail.example.org',
    ['hun@', 'ter2/', 'zebra9'],
  ],
  ['a user in a URL', 'https://hunter2@example.org/feed', ['hunter2']],
  ['a link to leave', 'GET /unsubscribe/c2hvcnQ 200', ['c2hvcnQ']],
  ['a link to preferences', `https://paper.example.org/preferences/${token}?a=1`, [token]],
  ['a link to change the address', 'GET /change/c2hvcnQ 200, then /move/bW92ZQ', ['c2hvcnQ', 'bW92ZQ']],
  ['a token by its looks', `found ${token} in the way`, [token]],
  ['a hexadecimal token', `sid ${'0123456789abcdef'.repeat(4)}`, ['0123456789abcdef']],
  ['a token of the API without a digit', `bs_${'AbCdEfGh'.repeat(6)}xyz in a note`, ['AbCdEfGhAb']],
  ['a bearer token', 'sent Authorization: Bearer abc.def.ghi', ['abc.def.ghi']],
  ['credentials without their header', 'tried Basic dXNlcjpwYXNz', ['dXNlcjpwYXNz']],
  ['a cookie', 'Cookie: sid=hunter2; theme=hunter3\nnext line', ['hunter2', 'hunter3']],
  ['a query parameter', '/confirm?token=abc123&lang=en', ['abc123']],
  ['an assignment', 'SECRET_KEY=hunter2 ADMIN_PASSWORD="hunter3"', ['hunter2', 'hunter3']],
  ['JSON within a text', '{"adminPassword": "hunter2", "apiKey":"hunter3"}', ['hunter2', 'hunter3']],
  ['a stored password', 'scrypt$32768$8$1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2g', ['c2FsdH', 'aGFza']],
];

describe('a log line hides', () => {
  test.each(texts)('%s, wherever it stands', (_, text, secrets) => {
    const error = new ConfigError(text, { context: { text }, cause: new Error(text) });
    const lines = linesOf((logger) => {
      logger.info(text);
      logger.info({ deep: { list: [{ text }] } }, 'x %s', text);
      logger.child({ text }).warn({ [text]: 1 });
      logger.error(error);
      logger.error({ err: error, error, reason: { toJSON: () => text } });
    });
    // Stacks name the folder of the checkout, which may be called anything.
    const said = lines.replaceAll(pathToFileURL(process.cwd()).href, '').replaceAll(process.cwd(), '');
    expect(secrets.filter((secret) => said.includes(secret))).toEqual([]);
    expect(lines).toContain('[redacted]');
  });

  test.each([
    'password',
    'adminPassword',
    'SECRET_KEY',
    'secretKey',
    'token',
    'csrf-token',
    'Authorization',
    'set-cookie',
    'x-api-key',
    'credentials',
    'passwordHash',
  ])('whatever is called %s, at any depth and of any shape', (name) => {
    const lines = linesOf((logger) => {
      logger.info({ [name]: 'hunter2', a: [{ b: { [name]: { inner: 'hunter2' } } }] });
      logger.info({ rawHeaders: ['Accept', '*/*', name, 'hunter2'] });
      logger.child({ [name]: ['hunter2'] }).info('bound');
    });
    expect(lines).not.toContain('hunter2');
  });
});

describe('a log line keeps', () => {
  test.each([
    'hf-daily: 42 papers, 7 new',
    'https://huggingface.co/papers/2508.12345?date=2026-08-21',
    'at run (file:///srv/broadsheet/node_modules/@fastify/cookie/lib/plugin.js:10:5)',
    'scan 3f0c2a9e-6b1d-4c57-9a0e-2d8f4b7c1e55 of optimization-and-training-for-language-models',
    'postgres://db:5432/broadsheet did not answer',
    'read 3 tokens; the session ended',
    'a digest composed-for-everybody of basic researchers',
  ])('%s', (text) => {
    expect(JSON.parse(linesOf((logger) => logger.info({ text }, text)))).toMatchObject({ text, msg: text });
  });

  test('counts and switches, whatever they are called', () => {
    const line = JSON.parse(linesOf((logger) => logger.info({ tokens: 5, password: true, cookie: null })));
    expect(line).toMatchObject({ tokens: 5, password: true, cookie: null });
  });

  test('what happened, when objects are hostile', () => {
    const circle: Record<string, unknown> = { mail: 'reader@example.org' };
    circle.self = circle;
    const thrower = {
      get boom(): never {
        throw new Error('reader@example.org');
      },
    };
    const lines = linesOf((logger) => {
      logger.info({ circle }, 'first');
      logger.info({ thrower }, 'second');
      logger.info({ big: 10n, time: 'x', text: '"}\n{"' }, 'third');
      logger.info({ ['__proto__']: { password: 'hunter2' } }, 'fourth');
    });
    expect(
      lines
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).msg),
    ).toEqual(['first', 'second', 'third', 'fourth']);
    expect(lines).not.toMatch(/reader@|hunter2/);
  });

  test('to one line and finishes soon, however long the text', () => {
    const texts = ['a', '://:', '@', '"', 'a.', 'Aa1-', 'cookie:', '%40', 'token='].map((part) =>
      part.repeat(100_000),
    );
    const lines = linesOf((logger) => {
      for (const text of texts) logger.info({ text });
    });
    expect(lines.trim().split('\n')).toHaveLength(texts.length);
  });
});

test('a line is JSON with level and time in words, or text for a terminal', () => {
  const line = JSON.parse(linesOf((logger) => logger.warn({ fresh: 3 }, 'scanned')));
  expect(line).toMatchObject({ level: 'warn', fresh: 3, msg: 'scanned' });
  expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT/);
  const pretty = linesOf((logger) => logger.warn({ to: 'reader@example.org' }, 'scanned'), {
    level: 'info',
    pretty: true,
  });
  expect(pretty).toMatch(/WARN.*scanned/);
  expect(pretty).not.toContain('reader@');
  expect(() => JSON.parse(pretty)).toThrow();
});

test('what is below the level is not written', () => {
  expect(linesOf((logger) => logger.info('quiet'), { level: 'warn', pretty: false })).toBe('');
});
