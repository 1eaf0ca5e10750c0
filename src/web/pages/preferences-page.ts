import { WEEKDAYS } from '../../config.js';
import type { Subscriber } from '../../model/subscriber.js';
import type { FoundAuthor } from '../../store/store.js';
import { sayDay } from '../dates.js';
import type { Problem } from '../reader-needs.js';
import type { Effect } from '../routes/find-effect.js';
import { sayAuthors, webUrl } from './paper-view.js';
import { sayProblem } from './say-problem.js';

interface Option {
  value: string;
  label: string;
  chosen: boolean;
}

/** Everything a reader may choose, as it stands in the form, and what it comes to. */
export interface PreferencesPage {
  email: string;
  state: Subscriber['state'];
  action: string;
  leaveAction: string;
  saved: boolean;
  /** What is wrong, in words. */
  problems: string[];
  cadence: Option[];
  weekday: Option[];
  hour: Option[];
  timeZone: Option[];
  quietDay: Option[];
  maxPapers: number;
  topics: { id: string; name: string; answer: 'follow' | 'mute' | '' }[];
  authors: { id: string; name: string; hint: string; chosen: boolean }[];
  find: string;
  keywords: string;
  mutedKeywords: string;
  effect?: { heading: string; papers: { title: string; url?: string; authors: string; why: string }[] };
}

export interface PreferencesParts {
  reader: Subscriber;
  action: string;
  leaveAction: string;
  topics: readonly { id: string; name: string }[];
  /** Followed ones, and those just found. */
  authors: FoundAuthor[];
  effect: Effect | undefined;
  saved?: boolean;
  problems?: Problem[];
  find?: string;
}

/** Lays out the form of a reader's choices. */
export function viewPreferences(parts: PreferencesParts): PreferencesPage {
  const { reader, topics, authors, effect } = parts;
  return {
    email: reader.email,
    state: reader.state,
    action: parts.action,
    leaveAction: parts.leaveAction,
    saved: parts.saved ?? false,
    problems: (parts.problems ?? []).map(sayProblem),
    cadence: options(reader.cadence, [
      ['daily', 'Daily, on working days'],
      ['weekly', 'Weekly, the week’s best'],
    ]),
    weekday: options(
      String(reader.weekday),
      WEEKDAYS.map((day, at) => [String(at + 1), day.charAt(0).toUpperCase() + day.slice(1)]),
    ),
    hour: options(
      String(reader.hour),
      Array.from({ length: 24 }, (_, hour) => [String(hour), `${hour}:00`]),
    ),
    timeZone: options(
      reader.timeZone,
      [...new Set(['UTC', reader.timeZone, ...Intl.supportedValuesOf('timeZone')])].map((zone) => [
        zone,
        zone,
      ]),
    ),
    quietDay: options(reader.quietDay, [
      ['nothing', 'send nothing'],
      ['one-line', 'send one line that says so'],
    ]),
    maxPapers: reader.maxPapers,
    topics: topics.map(({ id, name }) => ({ id, name, answer: answerFor(id, reader) })),
    authors: authors.map((author) => ({
      id: author.id,
      name: author.name,
      hint: describeAuthor(author),
      chosen: reader.authors.includes(author.id),
    })),
    find: parts.find ?? '',
    keywords: reader.keywords.join('\n'),
    mutedKeywords: reader.mutedKeywords.join('\n'),
    ...(effect && { effect: viewEffect(effect) }),
  };
}

const options = (chosen: string, all: (readonly string[])[]): Option[] =>
  all.map(([value = '', label = value]) => ({ value, label, chosen: value === chosen }));

function answerFor(id: string, { topics, mutedTopics }: Subscriber): 'follow' | 'mute' | '' {
  if (topics.includes(id)) return 'follow';
  return mutedTopics.includes(id) ? 'mute' : '';
}

function describeAuthor({ sources, papers }: FoundAuthor): string {
  const known = papers === 1 ? '1 paper' : `${papers} papers`;
  return [papers === 0 ? 'not read yet' : known, ...sources].join(' · ');
}

function viewEffect({ edition, papers }: Effect): NonNullable<PreferencesPage['effect']> {
  const issue =
    edition.cadence === 'weekly'
      ? `The week of ${sayDay(edition.date, edition.date)}`
      : sayDay(edition.date, edition.date);
  const count = papers.length === 1 ? 'this one' : `these ${papers.length}`;
  return {
    heading:
      papers.length === 0
        ? `${issue} would have brought you nothing`
        : `${issue} would have brought you ${count}`,
    papers: papers.map(({ title, url, authors, authorCount, why }) => {
      const safe = webUrl(url);
      return { title, authors: sayAuthors(authors, authorCount), why, ...(safe && { url: safe }) };
    }),
  };
}
