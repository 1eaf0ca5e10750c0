import { describe, expect, test } from 'vitest';
import { hashPassword, verifyPassword } from '../../src/access/passwords.js';

describe('passwords', () => {
  test('are known again, and others are not', async () => {
    const hash = await hashPassword('correct horse');
    expect(await verifyPassword('correct horse', hash)).toBe(true);
    expect(await verifyPassword('correct horsE', hash)).toBe(false);
    expect(await verifyPassword('', hash)).toBe(false);
  });

  test('are hashed with a salt of their own and a cost of at least 2^15', async () => {
    const [one, two] = await Promise.all([hashPassword('same'), hashPassword('same')]);
    expect(one).not.toBe(two);
    expect(one).toMatch(/^scrypt\$32768\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
  });

  test('typed as composed or decomposed letters are the same', async () => {
    expect(await verifyPassword('Cafe\u0301 long', await hashPassword('Caf\u00e9 long'))).toBe(true);
  });

  test('fit no hash that is cut, foreign or too costly', async () => {
    const hash = await hashPassword('correct horse');
    const broken = [
      '',
      'correct horse',
      hash.slice(0, -30),
      hash.replace('scrypt', 'bcrypt'),
      hash.replace('$32768$', '$16384$'),
      hash.replace('$32768$', '$33554432$'),
      hash.replace('$32768$', '$3$'),
      `${hash}\n`,
    ];
    for (const text of broken) expect(await verifyPassword('correct horse', text)).toBe(false);
  });
});
