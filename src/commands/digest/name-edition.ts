import type { Command } from 'commander';
import type { App } from '../../app.js';
import { UsageError } from '../../errors.js';
import { localDay } from '../../jobs/freeze-edition.js';
import type { Cadence, Edition } from '../../model/edition.js';
import { readDay } from '../days.js';

/** Which edition a command is about. */
export interface EditionOptions {
  date?: string;
  cadence: Cadence;
}

/** Adds the options that name an edition. */
export function namesEdition(command: Command): Command {
  return command
    .option('--date <day>', 'the edition of that day (default: today)')
    .option('--cadence <cadence>', 'daily or weekly', readCadence, 'daily');
}

function readCadence(text: string): Cadence {
  if (text === 'daily' || text === 'weekly') return text;
  throw new UsageError(`--cadence: expected daily or weekly, found "${text}"`);
}

/** The day of an option, or today by the editions' clock. Raises `UsageError` for what is no day. */
export function editionDay({ deps, config }: App, date?: string): string {
  return date === undefined ? localDay(deps.clock.now(), config.editions.timeZone) : readDay(date, '--date');
}

/** Raises `UsageError` when there is no such edition yet. */
export async function findEdition(app: App, { date, cadence }: EditionOptions): Promise<Edition> {
  const day = editionDay(app, date);
  const edition = await app.deps.store.editionOf(cadence, day);
  if (edition) return edition;
  throw new UsageError(
    `--date: no ${cadence} edition of ${day} has been frozen; /admin lists those there are`,
  );
}

type EditionName = Pick<Edition, 'cadence' | 'date' | 'number'>;

/** `daily edition of 2026-08-21, No. 3`. */
export const describeEdition = ({ cadence, date, number }: EditionName) =>
  `${cadence} edition of ${date}, No. ${number}`;
