import { DeliveryError } from '../errors.js';
import { nameNobody } from './settle-receipt.js';

const MEANINGS: Record<string, string> = {
  EAUTH: 'user name or password refused',
  ECONNREFUSED: 'nobody listens there',
  EDNS: 'no such host',
  ENOTFOUND: 'no such host',
  ETIMEDOUT: 'no answer in time',
  ETLS: 'no secure connection',
};

/** Names host and reason; never the user, the password or what the server repeated of them. */
export function describeFailure(error: unknown, url: string): DeliveryError {
  const { code = '', originalCode = '', responseCode, message = String(error) } = error as MailerError;
  const words = MEANINGS[originalCode] ?? MEANINGS[code] ?? nameNobody(hideCredentials(message, url));
  const reply = responseCode ? ` (${responseCode})` : '';
  return new DeliveryError(`smtp: ${new URL(url).host} cannot be used: ${words}${reply}`, {
    retry: code === 'EAUTH' ? 'never' : 'later',
  });
}

interface MailerError {
  code?: string;
  originalCode?: string;
  responseCode?: number;
  message?: string;
}

function hideCredentials(text: string, url: string): string {
  const { username, password } = new URL(url);
  return [username, password]
    .filter((secret) => secret !== '')
    .reduce((shown, secret) => shown.replaceAll(decodeURIComponent(secret), '(hidden)'), text);
}
