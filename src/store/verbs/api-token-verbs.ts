/** What a token lets a program do: read what is the operators', or act as well. */
export type ApiScope = 'read' | 'operate';

/** A token as operators see it. */
export interface ApiToken {
  /** The part of the token that may be shown. */
  id: string;
  name: string;
  scope: ApiScope;
  createdBy: string;
  createdAt: Date;
  /** To the minute. */
  lastUsedAt?: Date;
  withdrawnBy?: string;
  withdrawnAt?: Date;
}

export interface ApiTokenStore {
  /** Raises `StoreError` (code `exists`) when a token that is good has the name. */
  addApiToken(
    token: Pick<ApiToken, 'id' | 'name' | 'scope' | 'createdBy' | 'createdAt'> & { hash: string },
  ): Promise<void>;
  /** Those that are good, then those that were withdrawn; newest first. */
  apiTokens(): Promise<ApiToken[]>;
  /** Also one that was withdrawn. */
  apiToken(id: string): Promise<(ApiToken & { hash: string }) | undefined>;
  /** Remembers that a token was used; writes nothing within a minute of the last time. */
  noteApiTokenUse(id: string, at: Date): Promise<void>;
  /** From now on the token opens nothing. Undefined when there is none that is good. */
  withdrawApiToken(id: string, by: string, at: Date): Promise<ApiToken | undefined>;
}
