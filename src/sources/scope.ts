import { UsageError } from '../errors.js';
import type { Day } from '../model/clock.js';
import type { Scope } from '../model/scan.js';
import type { Source } from './source.js';

/** `today`, `today-1` …: how many days back. */
const RELATIVE_DAY = /^today(?:-(\d{1,3}))?$/;
const DAY_MS = 86_400_000;

/**
 * A scope as one word, e.g. `day.2026-08-21`. Different scopes have different keys, and a key is safe as a BullMQ
 * id: what is not a letter, a digit, `.`, `-` or `_` is written `~hex~`.
 */
export function scopeKey(scope: Scope): string {
  const parts = Object.entries(scope).map(([name, value]) => `${name}.${escapeValue(value)}`);
  return parts.sort().join('+');
}

/** Turns `{ day: 'today-2' }` into the date meant; other scopes stay as they are. */
export function resolveScope(scope: Scope, today: Day): Scope {
  const relative = RELATIVE_DAY.exec(scope.day ?? '');
  if (!relative) return scope;
  const at = new Date(Date.parse(today) - Number(relative[1] ?? 0) * DAY_MS);
  return { ...scope, day: at.toISOString().slice(0, 10) };
}

/** Raises `UsageError`, saying what is legal, unless the source can read the scope. */
export function checkScope(source: Pick<Source, 'id' | 'scopes'>, scope: Scope): void {
  const [named, ...more] = Object.entries(scope);
  if (!named || more.length > 0) throw illegal(source, scope, 'one scope at a time');
  const [name, value] = named;
  const schema = Object.hasOwn(source.scopes, name) ? source.scopes[name] : undefined;
  if (!schema) throw illegal(source, scope, `one of: ${Object.keys(source.scopes).join(', ')}`);
  if (name === 'day' && RELATIVE_DAY.test(value)) return;
  const checked = schema.safeParse(value);
  if (!checked.success) throw illegal(source, scope, checked.error.issues[0]?.message ?? 'another value');
}

function illegal(source: Pick<Source, 'id'>, scope: Scope, expected: string): UsageError {
  const found = Object.entries(scope).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  return new UsageError(`${source.id}: expected ${expected}; found ${found.join(', ') || 'no scope'}`);
}

function escapeValue(value: string): string {
  return value.replace(/[^A-Za-z0-9._-]/gu, (char) => `~${(char.codePointAt(0) ?? 0).toString(16)}~`);
}
