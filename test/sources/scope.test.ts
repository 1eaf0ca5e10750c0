import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/errors.js';
import hfDaily from '../../src/sources/hf-daily.js';
import { checkScope, resolveScope, scopeKey } from '../../src/sources/scope.js';

describe('the key of a scope', () => {
  it('is its name and value', () => {
    expect(scopeKey({ day: '2026-08-21' })).toBe('day.2026-08-21');
    expect(scopeKey({ category: 'cs.LG' })).toBe('category.cs.LG');
  });

  it('holds nothing a queue cannot take, and tells different scopes apart', () => {
    const values = ['a:b', 'a b', 'a~20~b', 'a/b', 'ä', '😀', '42'];
    const keys = values.map((query) => scopeKey({ query }));
    expect(keys.filter((key) => !/^[\w.~-]+$/.test(key) || /^\d+$/.test(key))).toEqual([]);
    expect(new Set(keys).size).toBe(values.length);
  });
});

describe('a relative day', () => {
  it.each([
    ['today', '2026-03-01'],
    ['today-1', '2026-02-28'],
    ['today-60', '2025-12-31'],
    ['2026-02-11', '2026-02-11'],
  ])('%s is resolved', (day, date) => {
    expect(resolveScope({ day }, '2026-03-01')).toEqual({ day: date });
  });

  it('is not looked for in other scopes', () => {
    expect(resolveScope({ query: 'today-1' }, '2026-03-01')).toEqual({ query: 'today-1' });
  });
});

describe('a scope', () => {
  it.each(['2026-08-21', 'today', 'today-3'])('may be the day %s', (day) => {
    expect(() => checkScope(hfDaily, { day })).not.toThrow();
  });

  it.each([
    [
      { day: '2026-02-30' },
      'hf-daily: expected a day such as 2026-08-21, today or today-1; found day = "2026-02-30"',
    ],
    [{ query: 'x' }, 'hf-daily: expected one of: day, week, month; found query = "x"'],
    [{ constructor: 'x' }, 'hf-daily: expected one of: day, week, month; found constructor = "x"'],
    [{}, 'hf-daily: expected one scope at a time; found no scope'],
  ])('that the source cannot read is refused, saying what is legal: %j', (scope, message) => {
    expect(() => checkScope(hfDaily, scope)).toThrow(new UsageError(message));
  });
});
