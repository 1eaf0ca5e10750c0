import type { Problem } from '../reader-needs.js';

/** The labels of the forms, by the field they stand at. */
const labels: Readonly<Record<string, string>> = {
  email: 'Your address',
  cadence: 'How often',
  weekday: 'Weekly mail on',
  hour: 'Hour',
  timeZone: 'Time zone',
  maxPapers: 'Papers at most',
  quietDay: 'On a quiet day',
  topics: 'Topics',
  mutedTopics: 'Muted topics',
  keywords: 'Phrases to bring',
  mutedKeywords: 'Phrases to leave out',
  authors: 'Authors',
  find: 'Look up',
};

/** A problem as the page with the form tells it: which field, and what to do. */
export function sayProblem({ path, message }: Problem): string {
  const label = labels[path.split('.')[0] ?? ''];
  return label === undefined ? `${message}.` : `${label}: ${message}`;
}
