import { stringify } from 'csv-stringify/sync';
import { WEEKDAYS } from '../config.js';
import type { Subscriber } from '../model/subscriber.js';
import { guardCell } from './cell-guard.js';
import { readList } from './read-list.js';
import { COLUMNS, type Column } from './reader-row.js';

/** A list of readers in pieces: what comes first, what stands for some of them, and what comes last. */
export interface ListWriter {
  begin: string;
  /** `isFirst`: none have been written before these. */
  some(readers: Subscriber[], isFirst: boolean): string;
  end: string;
}

/** Formats in which `readCsv` and `readJson` read a list back. */
export const writers = {
  csv: {
    begin: `${COLUMNS.join(',')}\n`,
    some: (readers) => stringify(readers.map((reader) => COLUMNS.map((name) => toCell(reader, name)))),
    end: '',
  },
  json: {
    begin: '[',
    some: (readers, isFirst) =>
      readers
        .map((reader, at) => `${isFirst && at === 0 ? '' : ','}\n${JSON.stringify(toObject(reader))}`)
        .join(''),
    end: '\n]\n',
  },
} as const satisfies Record<string, ListWriter>;

export type ListFormat = keyof typeof writers;

const toObject = (reader: Subscriber) => Object.fromEntries(COLUMNS.map((name) => [name, reader[name]]));

function toCell(reader: Subscriber, name: Column): string {
  const value = name === 'weekday' ? (WEEKDAYS[reader.weekday - 1] ?? reader.weekday) : reader[name];
  return guardCell(Array.isArray(value) ? writeList(value) : String(value));
}

/** Parts that would be read as more than one, or as JSON, go as JSON. */
function writeList(list: string[]): string {
  const text = list.join('; ');
  const read = readList(text);
  const isSame =
    Array.isArray(read) && read.length === list.length && read.every((part, at) => part === list[at]);
  return isSame && !text.startsWith('[') ? text : JSON.stringify(list);
}
