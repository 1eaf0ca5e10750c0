import type { ApiScope, ApiToken } from '../../store/store.js';
import { sayMoment } from '../dates.js';
import type { DeskFrame } from './desk-frame.js';

/** Tokens of programs: the one that was just made, those that are good, and those that were withdrawn. */
export interface ApiTokensPage {
  desk: DeskFrame;
  timeZone: string;
  problem?: string;
  filledIn: { name: string; scope: ApiScope };
  scopes: { value: ApiScope; label: string; chosen: boolean }[];
  /** Shown this once. */
  made?: { name: string; token: string };
  good: TokenRow[];
  withdrawn: TokenRow[];
}

interface TokenRow {
  id: string;
  name: string;
  scope: ApiScope;
  created: string;
  createdBy: string;
  lastUsed: string;
  withdrawn: string;
  withdrawnBy: string;
}

export interface TokenFacts {
  desk: DeskFrame;
  timeZone: string;
  tokens: ApiToken[];
  problem?: string;
  filledIn?: { name: string; scope: ApiScope };
  made?: { name: string; token: string };
}

const labels: Record<ApiScope, string> = {
  read: 'read: looks at sources, scans and deliveries',
  operate: 'operate: reads again as well',
};

/** Lays out the tokens. */
export function viewApiTokens({ tokens, filledIn, ...facts }: TokenFacts): ApiTokensPage {
  const chosen = filledIn ?? { name: '', scope: 'read' as const };
  const rows = tokens.map((token) => ({ token, row: viewToken(token, facts.timeZone) }));
  return {
    ...facts,
    filledIn: chosen,
    scopes: (['read', 'operate'] as const).map((value) => ({
      value,
      label: labels[value],
      chosen: value === chosen.scope,
    })),
    good: rows.flatMap(({ token, row }) => (token.withdrawnAt ? [] : [row])),
    withdrawn: rows.flatMap(({ token, row }) => (token.withdrawnAt ? [row] : [])),
  };
}

function viewToken(token: ApiToken, timeZone: string): TokenRow {
  const { id, name, scope, createdBy, createdAt, lastUsedAt, withdrawnBy = '', withdrawnAt } = token;
  return {
    ...{ id, name, scope, createdBy, withdrawnBy },
    created: sayMoment(createdAt, timeZone),
    lastUsed: lastUsedAt ? sayMoment(lastUsedAt, timeZone) : 'never',
    withdrawn: withdrawnAt ? sayMoment(withdrawnAt, timeZone) : '',
  };
}
