import type { Profile } from '../../model/paper.js';
import type { StoredProfile } from '../../store/store.js';
import { formatTable } from '../table.js';
import type { DayStory } from './live-days.js';
import { shortDay } from './tell-days.js';

/** What was known of the people before the first edition, and which reader follows which of them. */
export interface PeopleStart {
  /** The moment of the first reading. */
  at: Date;
  /** Papers that the first reading made known. */
  papers: number;
  follower?: { email: string; authorId: string };
}

type Figure = keyof Profile['metrics'];

const FIGURES: [Figure, string][] = [
  ['hIndex', 'h-index'],
  ['papers', 'papers'],
  ['citations', 'citations'],
  ['novelty', 'novelty'],
  ['aiScore', 'AI score'],
];

interface FigureLine {
  name: string;
  figure: string;
  values: string;
  changed: string;
}

/** How people's figures moved, and whose papers were told; empty when there are none. */
export function tellPeople(profiles: StoredProfile[], start: PeopleStart, stories: DayStory[]): string {
  if (profiles.length === 0) return '';
  const table = formatTable<FigureLine>(
    [
      { head: 'researcher', cell: ({ name }) => name },
      { head: 'figure', cell: ({ figure }) => figure },
      { head: 'first → last', cell: ({ values }) => values },
      { head: 'changed on', cell: ({ changed }) => changed },
    ],
    profiles.flatMap(tellProfile),
  );
  return `\n${table}${tellBaseline(start)}${tellFollowed(profiles, start, stories)}`;
}

function tellProfile({ authorName, samples }: StoredProfile): FigureLine[] {
  const lines = FIGURES.flatMap(([figure, label]) => tellFigure(samples, figure, label) ?? []);
  return lines.map((line, at) => ({ ...line, name: at === 0 ? authorName : '' }));
}

function tellFigure(
  samples: StoredProfile['samples'],
  figure: Figure,
  label: string,
): Omit<FigureLine, 'name'> | undefined {
  const known = samples.filter((sample) => sample[figure] !== undefined);
  const moves = known.filter((sample, at) => at > 0 && sample[figure] !== known[at - 1]?.[figure]);
  const [first, last] = [known[0], known.at(-1)].map((sample) => showFigure(figure, sample?.[figure]));
  if (first === undefined || last === undefined) return undefined;
  return {
    figure: label,
    values: moves.length === 0 ? first : `${first} → ${last}`,
    changed: moves.map(({ sampledAt }) => shortDay(sampledAt.slice(0, 10))).join(', ') || 'no day',
  };
}

function showFigure(figure: Figure, value: number | undefined): string | undefined {
  if (value === undefined) return undefined;
  return figure === 'novelty' ? `${Math.round(value * 100)} %` : String(value);
}

function tellBaseline({ at, papers }: PeopleStart): string {
  const day = at.toISOString().slice(0, 10);
  return `Nothing old was mailed: the first reading of a profile, on ${day}, is its baseline. It made ${papers} papers known and none of them news.\n`;
}

function tellFollowed(profiles: StoredProfile[], { follower }: PeopleStart, stories: DayStory[]): string {
  const followed = profiles.find(({ authorId }) => authorId === follower?.authorId);
  if (!follower || !followed) return '';
  const told = stories.filter(({ edition }) =>
    edition?.papers.some(({ authorIds, revised }) => !revised && authorIds.includes(follower.authorId)),
  );
  const days = told.map(({ day }) => day).join(', ');
  const news = days ? `whose new paper was in the edition of ${days}` : 'who had nothing new';
  return `${follower.email} follows ${followed.authorName}, ${news}.\n`;
}
