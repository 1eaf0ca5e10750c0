import type { Config } from '../config.js';
import { UsageError } from '../errors.js';

/** Raises `UsageError` where the database is a server's: it has tools of its own, and `instead` says which. */
export function refuseServer({ environment }: Config, command: string, instead: string): void {
  if (environment.DATABASE_URL === undefined) return;
  throw new UsageError(
    `${command}: it is for the embedded database; DATABASE_URL is set, so use PostgreSQL's own: ${instead}`,
  );
}
