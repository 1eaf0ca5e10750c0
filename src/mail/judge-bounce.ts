import type { BounceKind } from '../model/bounce.js';
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

/** "Undefined" of its class, and the code that many servers give for whatever they do not like. */
const VAGUE = /^[45]\.(0\.0|5\.0)$/;

const CODE = /(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?!\.?\d)/;

/** How servers without such codes say that there is no such address. */
const UNKNOWN =
  /\b(no such|unknown|invalid) (user|mailbox|recipient|address|account)\b|\b(user|mailbox|recipient|address|account)\b.{0,40}\b(unknown|not found|does not exist|doesn.t exist|doesn.t have|no longer (exists|valid))/i;

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
