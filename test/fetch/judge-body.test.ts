import { describe, expect, it } from 'vitest';
import { FetchError } from '../../src/errors.js';
import { judgeBody } from '../../src/fetch/judge-body.js';

const story = `<p>${'A sentence that people come for. '.repeat(40)}</p>`;

function judge(body: string, over: { url?: string; askedUrl?: string; contentType?: string } = {}) {
  const url = over.url ?? 'https://example.org/papers';
  const contentType = over.contentType ?? 'text/html';
  try {
    judgeBody({ url: new URL(url), askedUrl: over.askedUrl ?? url, status: 200, contentType, body });
    return 'page';
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    return { code: error.code, block: error.context.block };
  }
}

describe('an answer that has the status of a page and is none', () => {
  const challenge = { code: 'blocked', block: 'challenge' };
  const limit = { code: 'blocked', block: 'limit' };
  it.each([
    ['a browser check', '<html><title>Just a moment...</title><p>Checking</p>', challenge],
    [
      'a browser check in another tongue',
      '<script>window._cf_chl_opt={}</script><p>Un instant</p>',
      challenge,
    ],
    ['a captcha', '<title>example.org</title><div class="g-recaptcha"></div>', challenge],
    ['a refusal with another status', '<title>Access denied</title>', challenge],
    ['a spent limit', 'Rate exceeded.', limit],
    ['nothing', ' \n', limit],
  ])('is known: %s', (_what, body, expected) => {
    expect(judge(body)).toEqual(expected);
  });

  it('is a login that was not asked for', () => {
    const url = 'https://example.org/login?next=/papers';
    expect(judge(story, { url, askedUrl: 'https://example.org/papers' })).toEqual({
      code: 'blocked',
      block: 'login',
    });
    expect(judge(story, { url })).toBe('page');
  });
});

describe('a page', () => {
  it.each([
    ['that speaks of captchas', `<title>Captcha solvers</title><p class="g-recaptcha">${story}`],
    [
      'with the scripts a firewall puts on every page',
      '<script src="/cdn-cgi/challenge-platform/x"></script>',
    ],
    ['that is an empty list', '[]', 'application/json'],
    ['of a paper with such a title', '{"title":"<title>Just a moment</title>"}', 'application/json'],
    ['of a paper with such words', `Rate exceeded. ${story.repeat(5)}`],
  ])('is let through %s', (_what, body, contentType = 'text/html') => {
    expect(judge(body, { contentType })).toBe('page');
  });

  it('is let through without a word where none is due', () => {
    expect(judge('', { url: 'https://example.org/robots.txt' })).toBe('page');
  });
});
