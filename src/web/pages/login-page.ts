/** The operators' door. */
export interface LoginPage {
  name: string;
  csrf: string;
  /** Where to go on to afterwards. */
  next: string;
  /** Why the last attempt failed. */
  problem?: string;
}

const afterLogin = /^\/(admin|outbox)(?![\w-])[^\\]*$/;

/** A path of ours that a login may lead to; anything else, above all another site, becomes the desk. */
export function safeNext(next: string | undefined): string {
  return next !== undefined && next.length <= 500 && afterLogin.test(next) ? next : '/admin';
}
