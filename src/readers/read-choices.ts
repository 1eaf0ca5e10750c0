import { IANAZone } from 'luxon';
import { z } from 'zod';
import { WEEKDAYS } from '../config.js';
import type { Choices } from '../model/subscriber.js';
import { readList, uniqueBy } from './read-list.js';

/** What is wrong with one field: where (`keywords.3`), and what was expected and found, for a person to mend. */
export interface Problem {
  path: string;
  message: string;
}

export type ReadChoices = { choices: Partial<Choices> } | { problems: Problem[] };

/** What a choice may name. */
export interface KnownChoices {
  topics: readonly { id: string }[];
}

const MOST_PHRASES = 50;
const LONGEST_PHRASE = 80;
const MOST_AUTHORS = 200;
const MOST_TOPICS = 500;

/** Choices that are lists. */
const LISTS = ['topics', 'mutedTopics', 'keywords', 'mutedKeywords', 'authors'] as const;

/**
 * Checks what somebody says they want: JSON of the API, fields of a form, cells of a table. Numbers may be texts; a list
 * may be one text with commas, semicolons or line breaks between its parts; what is empty, null or absent is not chosen,
 * but for an empty list, which empties. A field that is no choice is a problem. All problems are told at once.
 */
export function readChoices(input: unknown, known: KnownChoices): ReadChoices {
  const read = Fields.safeParse(input);
  const problems = [...(read.success ? [] : tell(read.error.issues, input)), ...tellTopics(input, known)];
  if (problems.length > 0 || !read.success) return { problems: uniqueBy(problems, ({ path }) => path) };
  const chosen = Object.entries(read.data).filter(([, value]) => value !== undefined);
  return { choices: Object.fromEntries(chosen) };
}

/** A text or name in lower case; a number as it is; nothing for an empty one. */
const trimmed = (value: unknown) => {
  const text = typeof value === 'string' ? value.trim() : value;
  return text === '' || text === null ? undefined : text;
};
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(trimmed, schema.optional());

function whole(least: number, most: number, names: readonly string[] = []) {
  const error = `a whole number from ${least} to ${most}`;
  const toNumber = (value: unknown) => {
    if (typeof value !== 'string') return value;
    const at = names.indexOf(value.toLowerCase());
    return at >= 0 ? at + 1 : /^\d{1,9}$/.test(value) ? Number(value) : value;
  };
  return optional(
    z.preprocess(toNumber, z.int({ error }).min(least, { error }).max(most, { error }).optional()),
  );
}

function oneOf<const T extends readonly string[]>(words: T) {
  return optional(z.enum(words, { error: words.join(' or ') }));
}

/** PostgreSQL knows the zones by their names too; offsets such as +02:00 know no daylight saving. */
const isZone = (name: string) => /^[A-Za-z]/.test(name) && IANAZone.isValidZone(name);

/** The count comes first: ten thousand bad phrases are one problem. */
function list<T>(most: number, tooMany: string, each: z.ZodType<T>, keyOf: (one: T) => string) {
  return z.preprocess(
    readList,
    z
      .array(z.unknown(), { error: 'a list' })
      .max(most, { error: `at most ${most} ${tooMany}` })
      .pipe(z.array(each))
      .transform((all) => uniqueBy(all, keyOf))
      .optional(),
  );
}

const phrase = z
  .string({ error: 'a text' })
  .transform((text) => text.replace(/\s+/g, ' ').trim())
  .pipe(
    z
      .string()
      .max(LONGEST_PHRASE, {
        error: `a phrase of at most ${LONGEST_PHRASE} characters, as a title may hold it`,
      })
      .regex(/[\p{L}\p{N}]/u, { error: 'a phrase with a letter or a digit in it' })
      .regex(/^[^\p{Cc}\p{Cs}]*$/u, { error: 'a phrase without characters that cannot be seen' }),
  );

/** Case and accents folded away; only for telling whether two phrases are one. */
const foldPhrase = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();

const phrases = () =>
  list(MOST_PHRASES, 'phrases, because every paper is searched for each of them', phrase, foldPhrase);

const topics = () => {
  const topic = z.preprocess(trimmed, z.string({ error: "a topic's id" }));
  return list(MOST_TOPICS, 'topics', topic, (id) => id);
};

const authorId = z.preprocess(trimmed, z.uuid({ error: "an author's id, as /authors/… has it" }));

const Fields = z.strictObject(
  {
    cadence: oneOf(['daily', 'weekly']),
    weekday: whole(1, 7, WEEKDAYS),
    hour: whole(0, 23),
    timeZone: optional(z.string().refine(isZone, { error: 'an IANA time zone such as Europe/Paris' })),
    maxPapers: whole(5, 50),
    quietDay: oneOf(['nothing', 'one-line']),
    topics: topics(),
    mutedTopics: topics(),
    keywords: phrases(),
    mutedKeywords: phrases(),
    authors: list(MOST_AUTHORS, 'authors', authorId, (id) => id),
  } satisfies Record<keyof Choices, z.ZodType>,
  { error: (issue) => (issue.code === 'unrecognized_keys' ? undefined : 'an object of choices') },
);

/** Topics come and go with the configuration; a list that is too long is told elsewhere. */
function tellTopics(input: unknown, { topics: known }: KnownChoices): Problem[] {
  const ids = new Set(known.map(({ id }) => id));
  return (['topics', 'mutedTopics'] as const).flatMap((name) => {
    const listed = readList(
      typeof input === 'object' ? (input as Record<string, unknown> | null)?.[name] : undefined,
    );
    if (!Array.isArray(listed) || listed.length > MOST_TOPICS) return [];
    return listed.flatMap((topic: unknown, at) =>
      typeof topic !== 'string' || ids.has(topic.trim())
        ? []
        : [
            {
              path: `${name}.${at}`,
              message: `expected one of the topics ${[...ids].join(', ')}, found ${show(topic)}`,
            },
          ],
    );
  });
}

function tell(issues: z.core.$ZodIssue[], input: unknown): Problem[] {
  return issues.flatMap((issue) => tellOne(issue, input));
}

function tellOne(issue: z.core.$ZodIssue, input: unknown): Problem[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((path) => ({ path, message: 'there is no such choice' }));
  const path = issue.path.map(String).join('.');
  const value = valueAt(input, issue.path);
  const found = issue.code === 'too_big' && Array.isArray(value) ? String(value.length) : show(value);
  return [{ path, message: `expected ${issue.message}, found ${found}` }];
}

/** The value as it was checked: a list that came as one text has its parts. */
function valueAt(input: unknown, path: PropertyKey[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return input;
  const value = (input as Record<PropertyKey, unknown>)[name];
  return valueAt(isList(name) ? readList(value) : value, rest);
}

const isList = (name: PropertyKey) => LISTS.some((list) => list === name);

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
