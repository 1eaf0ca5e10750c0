import { beforeAll, describe, expect, it } from 'vitest';
import { loadSources, type Sources } from '../../src/sources/load-sources.js';

let sources: Sources;
beforeAll(async () => {
  const ids = ['hf-daily', 'scholarfeed', 'catalyzex'];
  sources = await loadSources(ids.map((id) => ({ id, schedule: '0 0 * * *', scopes: [] })));
});

describe('the address of a profile', () => {
  it.each([
    ['https://www.scholarfeed.org/author/118365', 'scholarfeed', '118365'],
    [' scholarfeed.org/author/118365/papers?page=2 ', 'scholarfeed', '118365'],
    ['https://www.catalyzex.com/author/Ada%20Byron', 'catalyzex', 'Ada Byron'],
    ['http://catalyzex.com/author/Ada+Byron/', 'catalyzex', 'Ada Byron'],
  ])('%s is of %s', (address, sourceId, key) => {
    expect(sources.readProfileAddress(address)).toEqual({ sourceId, key });
  });

  it.each([
    ['https://scholar.google.com/citations?user=x', 'profiles of scholar.google.com cannot be followed'],
    ['https://evil.example/www.catalyzex.com/author/x', 'profiles of evil.example cannot be followed'],
    ['https://www.catalyzex.com@evil.example/author/x', 'profiles of evil.example cannot be followed'],
    ['javascript:alert(1)//', 'cannot be followed'],
    ['Ada Byron', 'expected the address of a profile'],
    ['118365', 'expected the address of a profile'],
    ['', 'expected the address of a profile'],
    [`https://www.catalyzex.com/author/${'x'.repeat(500)}`, 'expected the address of a profile'],
    ['https://www.catalyzex.com/author/a%0D%0Ab', 'expected the address of a profile'],
  ])('%s is refused with the hosts that work', (address, words) => {
    const read = sources.readProfileAddress(address);
    expect(read).toEqual({ problem: expect.stringContaining(words) });
    expect(read).toEqual({
      problem: expect.stringContaining('www.scholarfeed.org, scholarfeed.org, www.catalyzex.com'),
    });
  });

  it('is none on a page of the right host that is nobody’s', () => {
    for (const path of ['papers/1', 'author/', 'author/%E0%A4%A'])
      expect(sources.readProfileAddress(`https://www.scholarfeed.org/${path}`)).toEqual({
        problem: expect.stringMatching(/^this page of www\.scholarfeed\.org is nobody's profile/),
      });
  });

  it('is none where no source has profiles', async () => {
    const none = await loadSources([]);
    expect(none.readProfileAddress('https://www.catalyzex.com/author/x')).toMatchObject({
      problem: expect.stringContaining('config/sources.yaml has no source of profiles'),
    });
  });
});
