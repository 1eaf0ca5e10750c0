import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ConfigError } from '../errors.js';

/** What mails are signed with (DKIM; RFC 6376). `privateKey` is a PEM. */
export interface SigningKey {
  domain: string;
  selector: string;
  privateKey: string;
}

/** Where the key is; all empty where mails are not signed here. */
export interface SigningSettings {
  domain: string;
  selector: string;
  /** Absolute, or from the folder the program runs in. */
  keyFile: string;
}

/** RFC 8301, section 3.2: signers use at least 2048 bits. */
const LEAST_BITS = 2048;

/** Reads the key once, at the start. Raises `ConfigError` naming the file when it is not there or cannot sign. */
export async function readSigningKey(settings: SigningSettings): Promise<SigningKey | undefined> {
  const { domain, selector, keyFile } = settings;
  if (keyFile === '') return undefined;
  const file = resolve(keyFile);
  const privateKey = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw complain(file, `cannot be read (${cause.code})`, cause);
  });
  checkKey(file, parseKey(file, privateKey));
  return { domain, selector, privateKey };
}

function parseKey(file: string, pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw complain(file, 'is not a private key in PEM without a passphrase', cause);
  }
}

function checkKey(file: string, { asymmetricKeyType, asymmetricKeyDetails }: KeyObject): void {
  if (asymmetricKeyType !== 'rsa') throw complain(file, `is a key of the kind ${asymmetricKeyType}`);
  const bits = asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < LEAST_BITS) throw complain(file, `is an RSA key of ${bits} bits`);
}

const complain = (file: string, what: string, cause?: unknown) =>
  new ConfigError(
    `mail.dkim.keyFile: ${file} ${what}; expected an RSA key of at least ${LEAST_BITS} bits, made by \`openssl genrsa -out ${file} 2048\``,
    { cause },
  );
