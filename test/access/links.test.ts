import { describe, expect, test } from 'vitest';
import { createLinks } from '../../src/access/links.js';

const publicUrl = 'https://paper.example.org';
const links = createLinks({ secretKey: 'a secret key for tests', publicUrl });
const reader = { id: 'c0ffee00-0000-4000-8000-000000000001' };
const tokenOf = (url: string) => url.slice(`${publicUrl}/unsubscribe/`.length);
const token = tokenOf(links.unsubscribe(reader));

describe('the link to leave', () => {
  test('leads to the public address and names its reader', () => {
    expect(links.unsubscribe(reader)).toMatch(/^https:\/\/paper\.example\.org\/unsubscribe\/[\w-]+$/);
    expect(links.readUnsubscribe(token)).toEqual({ subscriberId: reader.id });
  });

  test('stays the same from mail to mail and differs between readers', () => {
    expect(tokenOf(links.unsubscribe(reader))).toBe(token);
    expect(tokenOf(links.unsubscribe({ id: '2' }))).not.toBe(token);
  });

  test('is worth nothing when any character is changed, dropped or added', () => {
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === 'A' ? 'B' : 'A';
      expect(links.readUnsubscribe(token.slice(0, at) + other + token.slice(at + 1))).toBeUndefined();
      expect(links.readUnsubscribe(token.slice(0, at))).toBeUndefined();
      expect(links.readUnsubscribe(`${token.slice(0, at)}.${token.slice(at)}`)).toBeUndefined();
    }
    for (const more of ['A', '=', ' ', '\n', '/'])
      expect(links.readUnsubscribe(token + more)).toBeUndefined();
  });

  test('is worth nothing under another secret key', () => {
    const foreign = createLinks({ secretKey: 'another secret key', publicUrl });
    expect(links.readUnsubscribe(tokenOf(foreign.unsubscribe(reader)))).toBeUndefined();
  });
});

describe('the links to choose and to look', () => {
  const holder = { ...reader, linkGeneration: 3 };
  const preferences = links.preferences(holder).slice(`${publicUrl}/preferences/`.length);
  const edition = (cadence: string) => new URL(links.edition(holder, { date: '2026-08-21', cadence }));
  const viewing = edition('daily').searchParams.get('reader') ?? '';

  test('name their reader and the generation they were made with', () => {
    const expected = { subscriberId: reader.id, generation: 3 };
    expect(links.readPreferences(preferences)).toEqual(expected);
    expect(links.readEdition(viewing)).toEqual(expected);
    expect(edition('daily').pathname).toBe('/editions/2026-08-21');
    expect(edition('weekly').searchParams.get('cadence')).toBe('weekly');
    expect(links.readEdition(edition('weekly').searchParams.get('reader') ?? '')).toEqual(expected);
  });

  test('serve for nothing but what they were made for', () => {
    const { readUnsubscribe, readPreferences, readEdition } = links;
    for (const read of [readUnsubscribe, readEdition]) expect(read(preferences)).toBeUndefined();
    for (const read of [readUnsubscribe, readPreferences]) expect(read(viewing)).toBeUndefined();
    for (const read of [readPreferences, readEdition]) expect(read(token)).toBeUndefined();
  });

  test('are worth nothing when any character is changed, dropped or added', () => {
    for (let at = 0; at < preferences.length; at += 1) {
      const other = preferences[at] === 'A' ? 'B' : 'A';
      expect(
        links.readPreferences(preferences.slice(0, at) + other + preferences.slice(at + 1)),
      ).toBeUndefined();
      expect(links.readPreferences(preferences.slice(0, at))).toBeUndefined();
    }
    for (const more of ['A', '=', ' ']) expect(links.readPreferences(preferences + more)).toBeUndefined();
  });

  test('of letters lead to the page of their purpose', () => {
    expect(links.letter('confirm', 'abc')).toBe(`${publicUrl}/confirm/abc`);
    expect(links.unsubscribe(reader)).toBe(`${publicUrl}/unsubscribe/${links.unsubscribeToken(reader)}`);
  });
});
