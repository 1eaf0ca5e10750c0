import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

const cost = { N: 2 ** 15, r: 8, p: 1 };
const saltBytes = 16;
const hashBytes = 32;
/** scrypt needs 128 × N × r bytes (RFC 7914, section 2); a stored hash that asks for more is not ours. */
const maxmem = 64 * 1024 * 1024;

/** Hashes a password for keeping: `scrypt$N$r$p$salt$hash`, the last two base64url. About 0.1 s of work and 32 MB. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const hash = await derive(password, salt, hashBytes, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** True when the password made the hash. A hash that is not in the format of `hashPassword` fits no password. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const kept = readHash(hash);
  if (!kept) return false;
  const given = await derive(password, kept.salt, kept.hash.length, kept.cost).catch(() => undefined);
  return given !== undefined && timingSafeEqual(given, kept.hash);
}

function readHash(text: string): { cost: typeof cost; salt: Buffer; hash: Buffer } | undefined {
  const [, N, r, p, salt, hash] =
    /^scrypt\$(\d{1,8})\$(\d{1,3})\$(\d{1,3})\$([\w-]{16,})\$([\w-]{22,128})$/.exec(text) ?? [];
  if (!salt || !hash) return undefined;
  return {
    cost: { N: Number(N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    hash: Buffer.from(hash, 'base64url'),
  };
}

/** NFKC first, so that one password typed on two keyboards is one password (NIST SP 800-63B, section 5.1.1.2). */
function derive(password: string, salt: Buffer, bytes: number, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, bytes, { ...options, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
