import { expect, test } from 'vitest';
import { createAddressHasher } from '../../src/access/addresses.js';

test('an address is known again in any case, and by nobody with another key', () => {
  const hash = createAddressHasher('a secret key for tests');
  expect(hash('Reader@Example.org')).toBe(hash('reader@example.org'));
  expect(hash('reader@example.org')).not.toBe(hash('other@example.org'));
  expect(hash('reader@example.org')).not.toBe(createAddressHasher('another key')('reader@example.org'));
  expect(hash('reader@example.org')).not.toContain('reader');
});
