import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/errors.js';
import { checkLinks } from '../../src/sources/check-links.js';

const linked = (sourceId: string, key: string) =>
  checkLinks([
    { name: 'Ada Example', profiles: [{ sourceId: 'scholarfeed', key: '7' }] },
    { name: 'Bo Sample', profiles: [{ sourceId, key }] },
  ]);

describe('a link of authors.yaml', () => {
  it.each([
    ['scholarfeed', '118365'],
    ['catalyzex', "Jean-Luc O'Neill"],
  ])('may be a profile of %s', async (sourceId, key) => {
    await expect(linked(sourceId, key)).resolves.toBeUndefined();
  });

  it.each([
    [
      'a source that does not exist',
      'openalexx',
      '7',
      'authors.yaml: 1.profiles.openalexx: expected a source with profiles (catalyzex, scholarfeed), found "openalexx"',
    ],
    [
      'a source without profiles',
      'hf-daily',
      '7',
      'expected a source with profiles (catalyzex, scholarfeed), found',
    ],
    [
      'what is no profile there',
      'scholarfeed',
      'Ada Example',
      "1.profiles.scholarfeed: expected an author's number such as 118365",
    ],
    [
      'the address of a profile instead of its key',
      'scholarfeed',
      'https://www.scholarfeed.org/author/118365',
      'expected "118365", found "https://www.scholarfeed.org/author/118365"',
    ],
  ])('stops the start with its path when it names %s', async (_what, sourceId, key, message) => {
    await expect(linked(sourceId, key)).rejects.toThrow(message);
    await expect(linked(sourceId, key)).rejects.toThrow(ConfigError);
  });
});
