import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { ConfigError } from '../../src/errors.js';

let CONFIG_DIR: string;
beforeAll(async () => {
  CONFIG_DIR = await mkdtemp(join(tmpdir(), 'broadsheet-config-'));
});
afterAll(() => rm(CONFIG_DIR, { recursive: true }));

async function loadMail(yaml: string) {
  await writeFile(join(CONFIG_DIR, 'default.yaml'), `mail: ${yaml}\n`);
  return (await loadConfig({ CONFIG_DIR })).mail;
}

describe('settings of mails', () => {
  it('sign nothing and send answers to the sender, unless told otherwise', async () => {
    const { mail } = await loadConfig({});
    expect(mail).toMatchObject({ replyTo: '', dkim: { domain: '', selector: '', keyFile: '' } });
  });

  it('take a key and an address for answers', async () => {
    const dkim = { domain: 'example.org', selector: 'mail2026', keyFile: '/etc/broadsheet/dkim.pem' };
    expect(await loadMail(JSON.stringify({ replyTo: 'Desk <desk@example.org>', dkim }))).toMatchObject({
      replyTo: 'Desk <desk@example.org>',
      dkim,
    });
  });

  it.each([
    [
      '{ dkim: { keyFile: key.pem } }',
      /mail\.dkim: expected domain, selector and keyFile, all of them or none/,
    ],
    ['{ dkim: { domain: example.org, selector: one } }', /all of them or none/],
    ['{ dkim: { domain: "ex ample", selector: one, keyFile: k } }', /a domain such as example\.org/],
    ['{ dkim: { key: k } }', /unknown key mail\.dkim\.key/],
    ['{ replyTo: nobody }', /mail\.replyTo: expected an address such as/],
    ['{ replyTo: "a@b.org\\r\\nBcc: c@d.org" }', /mail\.replyTo/],
  ])('refuse %s, naming the place and the mend', async (yaml, words) => {
    const error = await loadMail(yaml).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConfigError);
    expect(String(error)).toMatch(words);
  });

  it.each(['Bounces <bounces@example.org>', 'nobody', 'a@b@c', 'a@b.org\nBcc: c'])(
    'refuse %j as the address for bounces',
    async (BOUNCE_ADDRESS) => {
      await expect(loadConfig({ BOUNCE_ADDRESS })).rejects.toThrow('BOUNCE_ADDRESS: expected a bare address');
    },
  );

  it('refuse an address for bounces that leaves no room for whom a mail went to', async () => {
    const address = (length: number) => ({ BOUNCE_ADDRESS: `${'b'.repeat(length)}@example.org` });
    await expect(loadConfig(address(19))).rejects.toThrow('BOUNCE_ADDRESS: expected at most 18 characters');
    expect((await loadConfig(address(18))).environment).toMatchObject(address(18));
  });

  it.each(['short', 'a token with spaces in it'])(
    'refuse %j as the token of reports, without repeating it',
    async (BOUNCE_TOKEN) => {
      const error = await loadConfig({ BOUNCE_TOKEN }).catch((reason: unknown) => reason);
      expect(String(error)).toContain('BOUNCE_TOKEN: expected at least 16 characters');
      expect(String(error)).not.toContain(BOUNCE_TOKEN);
    },
  );
});
