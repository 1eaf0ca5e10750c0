import { describe, expect, it } from 'vitest';
import { isPrivateAddress } from '../../src/fetch/private-address.js';

describe('private addresses', () => {
  it.each([
    '127.0.0.1',
    '127.8.9.10',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    '::',
    'fe80::1',
    'fe80::1%eth0',
    'fd00::5',
    '::ffff:127.0.0.1',
    '::ffff:a00:1',
    '::ffff:169.254.169.254',
  ])('include %s', (address) => expect(isPrivateAddress(address)).toBe(true));

  it.each(['8.8.8.8', '172.32.0.1', '1.1.1.1', '2600:9000::1', '::ffff:8.8.8.8'])(
    'do not include %s',
    (address) => expect(isPrivateAddress(address)).toBe(false),
  );
});
