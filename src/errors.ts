/** When it makes sense to try again: `later` (the queue does), or `never` (a person must act first). */
export type Retry = 'later' | 'never';

export interface ErrorDetails {
  code?: string;
  retry?: Retry;
  /** Milliseconds to wait before trying again, when the other side said so. */
  retryAfterMs?: number;
  /** What a person needs to find the place: urls, ids, paths. Never secrets, tokens or addresses. */
  context?: Record<string, unknown>;
  cause?: unknown;
}

/** Every error Broadsheet raises on purpose. Anything else is a bug. */
export class BroadsheetError extends Error {
  readonly code: string;
  readonly retry: Retry;
  readonly retryAfterMs: number | undefined;
  readonly context: Record<string, unknown>;

  constructor(message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = details.code ?? 'broadsheet';
    this.retry = details.retry ?? 'later';
    this.retryAfterMs = details.retryAfterMs;
    this.context = details.context ?? {};
  }
}

/** Configuration or environment that cannot be used: names the file, the path and what was expected. */
export class ConfigError extends BroadsheetError {
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, { code: 'config', retry: 'never', ...details });
  }
}

/** A command used the wrong way: unknown argument, impossible date, missing value. */
export class UsageError extends BroadsheetError {
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, { code: 'usage', retry: 'never', ...details });
  }
}

/** The page could not be had: network, status, size, time. */
export class FetchError extends BroadsheetError {
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, { code: 'fetch', retry: 'later', ...details });
  }
}

/** The page was had and could not be read: landmark missing, wrong period, broken shape. */
export class ParseError extends BroadsheetError {
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, { code: 'parse', retry: 'never', ...details });
  }
}

export class ClassifyError extends BroadsheetError {
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, { code: 'classify', retry: 'never', ...details });
  }
}

/** A digest that could not be turned into a message. */
export class RenderError extends BroadsheetError {
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, { code: 'render', retry: 'never', ...details });
  }
}

/** A mail server that cannot be used at all. The outcome of one message is a Receipt, not an error. */
export class DeliveryError extends BroadsheetError {
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, { code: 'delivery', retry: 'later', ...details });
  }
}

/** The database refused, or holds something this program must not touch. */
export class StoreError extends BroadsheetError {
  constructor(message: string, details: ErrorDetails = {}) {
    super(message, { code: 'store', retry: 'later', ...details });
  }
}
