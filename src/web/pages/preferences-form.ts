import { z } from 'zod';

const Many = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((given) => (given === undefined ? [] : [given].flat()));

const Form = z
  .object({
    button: z.enum(['save', 'show', 'find']).catch('show'),
    find: z.string().catch(''),
    authors: Many,
  })
  .catchall(z.unknown());

/** The form of `/preferences/:token` as it came: nothing in it is checked yet but its shape. */
export interface PreferencesForm {
  button: 'save' | 'show' | 'find';
  /** A name or an address to look up. */
  find: string;
  authors: string[];
  /** To be checked as choices. */
  choices: Record<string, unknown>;
}

const plain = ['cadence', 'weekday', 'hour', 'timeZone', 'maxPapers', 'quietDay'] as const;

/** Topics come as one answer each (`topic.robotics=follow`), phrases one a line. */
export function readPreferencesForm(body: unknown): PreferencesForm {
  const { button, find, authors, ...fields } = Form.parse(
    typeof body === 'object' && body !== null ? body : {},
  );
  const answers = Object.entries(fields).filter(([name]) => name.startsWith('topic.'));
  const topicsWith = (answer: string) =>
    answers.flatMap(([name, given]) => (given === answer ? [name.slice('topic.'.length)] : []));
  return {
    // Enter in the field presses the first button of the form, whichever that is.
    button: button === 'show' && find.trim() !== '' ? 'find' : button,
    // PostgreSQL takes no NUL in a text.
    find: find.replaceAll('\0', '').trim(),
    authors,
    choices: {
      ...Object.fromEntries(plain.flatMap((name) => (name in fields ? [[name, fields[name]]] : []))),
      topics: topicsWith('follow'),
      mutedTopics: topicsWith('mute'),
      keywords: linesOf(fields.keywords),
      mutedKeywords: linesOf(fields.mutedKeywords),
    },
  };
}

function linesOf(text: unknown): string[] {
  if (typeof text !== 'string') return [];
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
