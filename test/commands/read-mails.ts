import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';

/** A mail of an outbox, as a mail parser reads it. */
export interface ReadMail {
  to: string;
  from: string;
  subject: string;
  /** Media types of the mail and its parts, in order. */
  structure: string[];
  /** arXiv ids in links, in order of their first appearance. */
  htmlIds: string[];
  textIds: string[];
}

/** Reads every `.eml` of a folder. Raises where a mail has no HTML, no text, or no reader. */
export async function readMails(folder: string): Promise<ReadMail[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.eml'));
  return Promise.all(names.map(async (name) => readMail(await readFile(join(folder, name)))));
}

async function readMail(raw: Buffer): Promise<ReadMail> {
  const { html, text, to = [], from, subject = '', attachments } = await PostalMime.parse(raw);
  if (!html || !text || attachments.length > 0) throw new Error(`a mail is not of two parts: ${subject}`);
  const types = raw.toString('latin1').matchAll(/^content-type:\s*([a-z]+\/[a-z]+)/gim);
  return {
    to: to[0]?.address ?? '',
    from: from?.address ?? '',
    subject,
    structure: [...types].map(([, type = '']) => type.toLowerCase()),
    htmlIds: arxivIds(html),
    textIds: arxivIds(text),
  };
}

const arxivIds = (text: string) => [
  ...new Set([...text.matchAll(/arxiv\.org\/abs\/(\d{4}\.\d{4,5})/g)].map(([, id = '']) => id)),
];
