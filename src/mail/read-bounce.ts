import { createHash } from 'node:crypto';
import PostalMime, { type Email } from 'postal-mime';
import { judgeFailure, type Verdict } from './judge-bounce.js';
import { type Fields, partOf, readBlocks } from './report-parts.js';

/** A mail that came back. Its tokens are not checked yet: anybody can write such a mail. */
export interface Returned extends Verdict {
  /** Tokens of return paths, from where the report came to or from the mail inside it. */
  returnTokens: string[];
  /** Tokens of the links to leave in the mail inside it: reports of complaints often blot out the addresses. */
  leaveTokens: string[];
  /** Tells this report from others: a hash of its Message-ID, else of all of it. */
  report: string;
}

/** What a mail to the address of bounces tells: that a mail came back, or nothing that counts, and what it is then. */
export type Told = Returned | { kind: 'nothing'; what: string };

const nothing = (what: string) => ({ kind: 'nothing', what }) as const;

/** More than one mail's report can hold; the rest is not looked at. */
const MOST_TOKENS = 10;

/**
 * Reads a mail as it came, headers first: delivery status notifications (RFC 3464), reports of complaints (RFC 5965), and
 * the plain words of mail servers that send neither.
 */
export async function readBounce(message: Uint8Array): Promise<Told> {
  const email = await PostalMime.parse(message, { forceRfc822Attachments: true });
  const verdict = judge(email);
  if (verdict.kind === 'nothing') return verdict;
  const report = hashOf(email.messageId ?? message);
  return { ...verdict, ...findTokens(email), report };
}

type Judged = Verdict | { kind: 'nothing'; what: string };

/** Reports come first: mail servers mark them as automatic answers too. */
function judge(email: Email): Judged {
  const feedback = partOf(email, FEEDBACK);
  if (feedback !== undefined) return judgeFeedback(readBlocks(feedback)[0]);
  const status = partOf(email, STATUS);
  if (status !== undefined) return judgeStatus(readBlocks(status));
  if (isFromServer(email)) return judgeText(email);
  return nothing(isAutomatic(email) ? 'an automatic answer' : 'no report that we know');
}

const FEEDBACK = /^message\/feedback-report$/i;
const STATUS = /^message\/(global-)?delivery-status$/i;
const ORIGINAL = /^(message\/(rfc822|global)|text\/rfc822-headers|message\/global-headers)$/i;

/** An unknown type counts as a complaint (RFC 5965, section 3.5 with 7.3: `other`); these are none. */
const NO_COMPLAINTS = ['not-spam', 'auth-failure', 'dmarc'];

function judgeFeedback(fields: Fields | undefined): Judged {
  const type = fields?.get('feedback-type')?.toLowerCase() ?? '';
  if (!/^[a-z][a-z-]{1,30}$/.test(type)) return nothing('a report of feedback without its type');
  if (NO_COMPLAINTS.includes(type)) return nothing(`a report of the type ${type}`);
  return { kind: 'complaint', reason: type };
}

/** One block for the report, then one for each recipient (RFC 3464, section 2). */
function judgeStatus(blocks: Fields[]): Judged {
  const recipients = blocks.filter((block) => block.has('action') || block.has('status'));
  const failed = recipients.filter((block) => actionOf(block) === 'failed');
  const verdicts = failed.map((block) =>
    judgeFailure(block.get('status') ?? '', block.get('diagnostic-code') ?? ''),
  );
  const verdict = verdicts.find(({ kind }) => kind === 'hard') ?? verdicts[0];
  if (verdict) return verdict;
  const isDelayed = recipients.some((block) => actionOf(block) === 'delayed');
  return nothing(
    isDelayed ? 'a warning that a mail is late and still being tried' : 'a report of no failure',
  );
}

function actionOf(block: Fields): string {
  const action = /^[a-z]+/.exec(block.get('action')?.toLowerCase() ?? '')?.[0];
  return action ?? (/^5/.test(block.get('status') ?? '') ? 'failed' : '');
}

/** Exim marks its reports; others are told by whom they are from, with nobody to answer to (RFC 5321, section 4.5.5). */
function isFromServer(email: Email): boolean {
  if (headerOf(email, 'x-failed-recipients') !== '') return true;
  const isServer = /^(mailer-daemon|postmaster)@/i.test(email.from?.address ?? '');
  return isServer && /^<\s*>$/.test(headerOf(email, 'return-path'));
}

/** Only what stands above the copy of the mail, which a line of dashes begins. */
function judgeText(email: Email): Judged {
  const text = (email.text ?? '').split(/^-{3,}/m, 1)[0] ?? '';
  const reply = /(?<![\d.])5\d\d[ -][^\n]*(\n[ \t]+[^\n]*)*/.exec(text)?.[0];
  if (reply !== undefined) return judgeFailure('', reply);
  if (headerOf(email, 'x-failed-recipients') === '')
    return nothing('a mail server’s, in words that we do not know');
  return judgeFailure('', '');
}

/** RFC 3834, section 5, and what programs wrote before it. */
function isAutomatic(email: Email): boolean {
  const submitted = headerOf(email, 'auto-submitted').toLowerCase();
  if (submitted !== '' && !submitted.startsWith('no')) return true;
  if (headerOf(email, 'x-autoreply') !== '' || headerOf(email, 'x-autorespond') !== '') return true;
  return /^(auto_reply|bulk|junk)$/i.test(headerOf(email, 'precedence'));
}

function headerOf(email: Email, name: string): string {
  return email.headers.find(({ key }) => key === name)?.value.trim() ?? '';
}

const CAME_TO = ['to', 'cc', 'delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to'];

function findTokens(email: Email): Pick<Returned, 'returnTokens' | 'leaveTokens'> {
  const original = readBlocks(partOf(email, ORIGINAL) ?? '')[0];
  const about = readBlocks(partOf(email, FEEDBACK) ?? partOf(email, STATUS) ?? '')[0];
  const senders = [
    ...email.headers.filter(({ key }) => CAME_TO.includes(key)).map(({ value }) => value),
    about?.get('original-mail-from'),
    about?.get('x-postfix-sender'),
    original?.get('return-path'),
  ];
  return {
    returnTokens: matchesIn(senders.join('\n'), /\+([a-z2-7]{45})@/gi),
    leaveTokens: matchesIn(original?.get('list-unsubscribe') ?? '', /\/unsubscribe\/([\w-]+)/g),
  };
}

function matchesIn(text: string, pattern: RegExp): string[] {
  const found = [...text.matchAll(pattern)].map(([, token = '']) => token);
  return [...new Set(found)].slice(0, MOST_TOKENS);
}

function hashOf(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
