import type { Choices, Subscriber, SubscriberState } from '../model/subscriber.js';
import { readAddress } from './read-address.js';
import { type KnownChoices, type Problem, readChoices } from './read-choices.js';

/** What a list of readers says of one of them, in the order of the columns. `email` must be there, the rest may. */
export const COLUMNS = [
  ...(['email', 'state', 'cadence', 'weekday', 'hour', 'timeZone', 'maxPapers', 'quietDay'] as const),
  ...(['topics', 'mutedTopics', 'keywords', 'mutedKeywords', 'authors'] as const),
] as const satisfies readonly (keyof Subscriber)[];
export type Column = (typeof COLUMNS)[number];

/** One row of a list, not yet looked at. Rows are counted as a spreadsheet shows them, from 1, the column names too. */
export type RawRow = { row: number } & ({ fields: Record<string, unknown> } | { problem: string });

/** One row of a list: a reader, or all that is wrong with it. */
export type ReaderRow = { row: number } & ({ reader: ListedReader } | { problems: Problem[] });

export interface ListedReader {
  email: string;
  /** As the list says it; absent when it says nothing. */
  state?: SubscriberState;
  choices: Partial<Choices>;
}

const STATES = ['pending', 'active', 'left'] as const satisfies SubscriberState[];

/** Checks one row. A field of another name than the columns' is a problem. */
export function readReader(raw: RawRow, known: KnownChoices): ReaderRow {
  const { row } = raw;
  if ('problem' in raw) return { row, problems: [{ path: '', message: raw.problem }] };
  const { email, state, ...rest } = raw.fields;
  const address = typeof email === 'string' ? readAddress(email) : { problem: 'there is no address' };
  const listed = readState(state);
  const read = readChoices(rest, known);
  const problems = [
    ...('problem' in address ? [{ path: 'email', message: address.problem }] : []),
    ...('problem' in listed ? [{ path: 'state', message: listed.problem }] : []),
    ...('problems' in read ? read.problems : []),
  ];
  if ('problem' in address || 'problem' in listed || 'problems' in read) return { row, problems };
  return { row, reader: { email: address.address, ...listed, choices: read.choices } };
}

function readState(value: unknown): { state?: SubscriberState } | { problem: string } {
  const text = typeof value === 'string' ? value.trim().toLowerCase() : value;
  if (text === undefined || text === null || text === '') return {};
  const state = STATES.find((each) => each === text);
  return state
    ? { state }
    : { problem: `expected ${STATES.join(', ')} or nothing, found ${JSON.stringify(text)}` };
}
