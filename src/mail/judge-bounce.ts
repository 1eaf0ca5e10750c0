import type { BounceKind, Refusal, RefusalClass } from '../model/bounce.js';
import type { Receipt } from '../model/message.js';
import { nameNobody } from './settle-receipt.js';

/** What a report says became of a mail. `reason` names no address. */
export interface Verdict {
  kind: BounceKind;
  reason: string;
}

/** Enhanced status codes (RFC 3463) that speak of the address: it does not exist, or takes no mail for good. */
const NO_ADDRESS = /^5\.(1\.(1|2|3|6|10)|2\.1)$/;

/** They speak of the mail or of its sender: security and policy, content, size, a sender's address that is refused. */
const NOT_WANTED = /^([45]\.7\.\d+|5\.6\.\d+|5\.1\.[78]|5\.2\.3|5\.3\.4)$/;

/** The mail itself: its content or form, its size. */
const CONTENT = /^[45]\.(6\.\d+|3\.4|2\.3)$/;

/** The mailbox, for now: full, switched off, not ready. */
const MAILBOX = /^[45]\.2\.\d+$/;

/** "Undefined" of its class, and the code that many servers give for whatever they do not like. */
const VAGUE = /^[45]\.(0\.0|5\.0)$/;

const CODE = /(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?!\.?\d)/;

/** How servers without such codes say that there is no such address. */
const UNKNOWN =
  /\b(no such|unknown|invalid) (user|mailbox|recipient|address|account)\b|\b(user|mailbox|recipient|address|account)\b.{0,40}\b(unknown|not found|does not exist|doesn.t exist|doesn.t have|no longer (exists|valid))/i;

const FULL =
  /\b(mailbox|quota|storage|inbox)\b.{0,40}\b(full|exceed\w*)|\bover ?quota\b|\bfull\b.{0,20}\bmailbox\b/i;

const TOO_MUCH =
  /\b(content|virus|attachment|message (size|too large|too big|exceeds))\b|\btoo (large|big)\b/i;

const UNWANTED = /\b(spam|block(ed|list(ed)?)|blacklist(ed)?|policy|reputation|dmarc|spf|dkim)\b/i;

/**
 * The kind of a failure, by its `Status` and what the server said (`Diagnostic-Code`, or its reply). A code decides over
 * words; where `Status` is vague, the code in the server's own reply decides (Exim and Postfix copy it there).
 */
export function judgeFailure(status: string, said: string): Verdict {
  const given = CODE.exec(status)?.[0];
  const code = given === undefined || VAGUE.test(given) ? (CODE.exec(said)?.[0] ?? given) : given;
  const isVague = code === undefined || VAGUE.test(code);
  const words = readable(said);
  return {
    kind: isVague ? judgeWords(words) : judgeCode(code),
    reason: words === '' ? (code ?? 'no reason given') : words,
  };
}

/**
 * What a server's answer in the session comes to, a "not now" included; undefined where it has not answered about the
 * message: nothing can be held against the address.
 */
export function judgeReceipt(receipt: Receipt): Refusal | undefined {
  if (receipt.outcome !== 'refused' && receipt.outcome !== 'deferred') return undefined;
  if (receipt.code === undefined || receipt.about === 'server') return undefined;
  const code = CODE.exec(receipt.reason)?.[0];
  const { kind } = judgeFailure(code ?? '', receipt.reason);
  const isVague = code === undefined || VAGUE.test(code);
  const about = isVague ? wordsAbout(receipt, kind) : codeAbout(code, kind);
  return { kind: about === 'content' ? 'policy' : kind, about };
}

function codeAbout(code: string, kind: BounceKind): RefusalClass {
  if (kind === 'hard') return 'address';
  if (CONTENT.test(code)) return 'content';
  if (kind === 'policy') return 'policy';
  return MAILBOX.test(code) ? 'mailbox' : 'other';
}

/** 452 and 552 are replies about storage, of the mailbox or for this one mail (RFC 5321, section 4.2.3). */
function wordsAbout({ reason, code }: { reason: string; code?: number }, kind: BounceKind): RefusalClass {
  if (kind === 'hard') return 'address';
  if (TOO_MUCH.test(reason)) return 'content';
  if (kind === 'policy') return 'policy';
  return FULL.test(reason) || code === 552 ? 'mailbox' : 'other';
}

function judgeCode(code: string): BounceKind {
  if (NO_ADDRESS.test(code)) return 'hard';
  return NOT_WANTED.test(code) ? 'policy' : 'soft';
}

/** "Sender address rejected: domain not found" speaks of us. */
function judgeWords(words: string): BounceKind {
  if (UNWANTED.test(words) || /\bsender\b/i.test(words)) return 'policy';
  return UNKNOWN.test(words) && !/^4/.test(words) ? 'hard' : 'soft';
}

/** `smtp; 550 5.1.1 <a@b>: gone` as a line for the operator, without the address. */
function readable(said: string): string {
  return nameNobody(said.replace(/^\s*[\w-]+\s*;/, '').replace(/\p{Cc}+/gu, ' ')).trim();
}
