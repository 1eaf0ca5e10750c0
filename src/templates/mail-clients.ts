import { readFile } from 'node:fs/promises';

/** Something in a template that some mail programs do not know, with their names. */
export interface ClientNote {
  /** `border-radius`, `@media (prefers-color-scheme)` … */
  feature: string;
  /** Programs that leave it out: `Gmail; Outlook (Windows)`. Empty when none does. */
  without: string;
  /** Programs that know it in part. */
  partly: string;
}

/** What is known of the programs mails are read in, by template. */
export interface ClientNotes {
  /** Whose findings these are, and of when. */
  source: string;
  digest: ClientNote[];
  letter: ClientNote[];
}

/** The findings for our templates; written by their test from the data of caniemail.com, which is too heavy to ship. */
export const CLIENT_NOTES = new URL('./mail-clients.json', import.meta.url);

/** Reads the findings. */
export async function readClientNotes(): Promise<ClientNotes> {
  return JSON.parse(await readFile(CLIENT_NOTES, 'utf8')) as ClientNotes;
}
