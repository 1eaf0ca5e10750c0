import type { GivenToken } from '../../access/api-tokens.js';
import type { Scope } from '../../model/scan.js';
import type { ApiReadingStore, ApiTokenStore } from '../../store/store.js';

/** What programs, and the tokens they hold, need besides what the pages do. */
export interface ApiNeeds {
  store: ApiReadingStore & ApiTokenStore;
  /** A fresh token; `token` itself is stored nowhere. */
  createApiToken(): GivenToken & { token: string };
  /** Undefined when the text cannot be a token. */
  readApiToken(text: string): GivenToken | undefined;
  /** Compares in a time that tells nothing. */
  isSameHash(given: string, stored: string): boolean;
  /** The scope with its day as a date; or why the source cannot read it. */
  readScope(sourceId: string, scope: Scope): { scope: Scope } | { problem: string };
}
