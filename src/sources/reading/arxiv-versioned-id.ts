import { ParseError } from '../../errors.js';
import { readArxivId } from './arxiv-id.js';
import { oneLine } from './one-line.js';

/** What stands before an id in the addresses and names arXiv gives a paper. */
const PREFIX = /^(?:https?:\/\/(?:[a-z]+\.)?arxiv\.org\/(?:abs|pdf|html)\/|oai:arxiv\.org:|arxiv:)/i;

export interface VersionedId {
  /** Without the version. */
  id: string;
  /** From 1. */
  version?: number;
}

/** Reads `http://arxiv.org/abs/2512.16041v1`, `oai:arXiv.org:2508.13426v1` and the like; undefined for anything else. */
export function readVersionedId(text: string): VersionedId | undefined {
  const rest = text
    .trim()
    .replace(PREFIX, '')
    .replace(/\.pdf$/, '');
  const id = readArxivId(rest);
  if (id === undefined) return undefined;
  const version = Number(rest.slice(id.length + 1));
  return { id, ...(version > 0 && { version }) };
}

/** The same. Raises `ParseError` when there is no id. */
export function requireVersionedId(text: string): VersionedId {
  const found = readVersionedId(text);
  if (found) return found;
  throw new ParseError(`id: "${oneLine(text).slice(0, 80)}" is no arXiv id`);
}
