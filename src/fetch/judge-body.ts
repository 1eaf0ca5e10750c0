import { FetchError } from '../errors.js';
import type { Block } from './judge-status.js';

interface Got {
  /** The address that answered. */
  url: URL;
  /** The address that was asked first. */
  askedUrl: string;
  status: number;
  contentType?: string | undefined;
  body: string;
}

/** A page with more text than this says more than "prove that you are human". */
const LONGEST_CHALLENGE = 600;

/** Titles of the pages that firewalls show in place of the site's own. */
const CHALLENGE_TITLE =
  /^(just a moment|attention required|access denied|checking your browser|verify(ing)? (that )?you are (a )?human|human verification|are you a robot|robot check|security check|ddos-guard|one more step|pardon our interruption)/i;

/** What only a challenge page of Cloudflare holds; its other scripts stand on ordinary pages too. */
const CHALLENGE_MARK = /_cf_chl_opt|id=["']?(cf-)?challenge-(form|running|stage)/i;

const CAPTCHA = /\b(g-recaptcha|h-captcha|cf-turnstile)\b|captcha-delivery\.com/i;

/** Raises a `FetchError` (code `blocked`) for an answer that has the status of a page and is none. */
export function judgeBody(got: Got): void {
  const found = findBlock(got);
  if (!found) return;
  const { host } = got.url;
  throw new FetchError(`${host} ${found.what} (${got.status})`, {
    code: 'blocked',
    retry: found.block === 'limit' ? 'later' : 'never',
    context: { host, status: got.status, block: found.block },
  });
}

function findBlock(got: Got): { block: Block; what: string } | undefined {
  const { body, url } = got;
  if (url.pathname !== '/robots.txt' && body.trim() === '') {
    return { block: 'limit', what: 'sent an empty answer where a page was due' };
  }
  if (body.length < 1000 && /^\W*rate (limit )?exceeded\b/i.test(body)) {
    return { block: 'limit', what: 'says that it was asked too often' };
  }
  if (!isHtml(got)) return undefined;
  if (isChallenge(body)) return { block: 'challenge', what: 'asks for a browser check instead of answering' };
  if (isLogin(url) && !isLogin(new URL(got.askedUrl))) return { block: 'login', what: 'asks for a login' };
  return undefined;
}

function isHtml({ contentType = '', body }: Got): boolean {
  return /html/i.test(contentType) || /^\s*<(!doctype html|html)/i.test(body);
}

function isChallenge(html: string): boolean {
  const title = /<title[^<>]*>([^<]*)/i.exec(html.slice(0, 20_000))?.[1]?.trim() ?? '';
  const isShort = textLength(html) < LONGEST_CHALLENGE;
  return isShort && (CHALLENGE_TITLE.test(title) || CHALLENGE_MARK.test(html) || CAPTCHA.test(html));
}

/** About how much a person would read: enough to tell a notice from a page. */
function textLength(html: string): number {
  const text = html
    .slice(0, 200_000)
    .replace(/<(script|style|noscript|template)\b[\s\S]*?(<\/\1>|$)/gi, ' ')
    .replace(/<[^<>]*>/g, ' ');
  return text.replace(/\s+/g, ' ').length;
}

function isLogin({ pathname }: URL): boolean {
  return /^\/(accounts?\/)?(log[-_]?in|sign[-_]?in)\b/i.test(pathname);
}
