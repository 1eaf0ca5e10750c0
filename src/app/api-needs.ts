import { createApiToken, isSameHash, readApiToken } from '../access/api-tokens.js';
import { UsageError } from '../errors.js';
import type { Deps } from '../jobs/deps.js';
import { checkScope, resolveScope } from '../sources/scope.js';
import type { ApiNeeds } from '../web/api/api-needs.js';

/** What the API works with, out of what the program is built from. */
export function apiNeeds({ sources, clock }: Pick<Deps, 'sources' | 'clock'>): Omit<ApiNeeds, 'store'> {
  return {
    createApiToken,
    readApiToken,
    isSameHash,
    readScope(sourceId, scope) {
      try {
        const source = sources.get(sourceId);
        checkScope(source, scope);
        return { scope: resolveScope(scope, clock.now().toISOString().slice(0, 10)) };
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        return { problem: error.message };
      }
    },
  };
}
