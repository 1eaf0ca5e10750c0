import type { Day } from '../model/clock.js';
import type { DailyPapersItem } from './daily-papers-item.js';

export interface DayPage {
  day: Day;
  prevDate?: Day | undefined;
  /** Absent on the newest page. */
  nextDate?: Day | undefined;
  items: DailyPapersItem[];
}

/** Renders `/papers/date/D` of Hugging Face as of 2026: hydration JSON in `data-props`, and the cards it stands for. */
export function renderDayPage(page: DayPage): string {
  const cards = page.items.map(renderCard).join('\n');
  return `<!doctype html>
<html class="">
	<head>
		<meta charset="utf-8" />
		<meta property="og:title" content="Daily Papers - Hugging Face" />
		<title>Daily Papers - Hugging Face</title>
	</head>
	<body class="flex flex-col min-h-screen bg-white text-black DailyPapersPage">
		<div class="flex min-h-screen flex-col">
	${hydrate('MainHeader', { classNames: '', isWide: false, isZh: false }, '<header></header>')}
	${hydrate('SSOBanner', {}, '')}
	<main class="flex flex-1 flex-col">${hydrate('DailyPapersBannerSubscribe', {}, '')}
	${hydrate('DailyPapers', renderProps(page), renderSection(page, cards))}</main>
		</div>
	</body>
</html>
`;
}

function renderProps({ day, prevDate, nextDate, items }: DayPage) {
  const list = { dailyPapers: items, dateString: day, periodType: 'day', prevDate, nextDate };
  return { canSubmit: false, ...list, publisher: null, query: '', isTrending: false };
}

function hydrate(target: string, props: object, inner: string): string {
  const json = escapeHtml(JSON.stringify(props));
  return `<div class="SVELTE_HYDRATER contents" data-target="${target}" data-props="${json}">${inner}</div>`;
}

function renderSection({ day, prevDate, nextDate }: DayPage, cards: string): string {
  return `<section class="container relative mb-20 mt-8"><h1><a href="/papers">Daily Papers</a></h1>
	${renderArrow(prevDate, 'Previous')}<time datetime="${day}T00:00:00.000Z">${day}</time>${renderArrow(nextDate, 'Next')}
	<div class="relative grid grid-cols-1 gap-5 lg:grid-cols-2 xl:grid-cols-3">
${cards}
	</div></section>`;
}

function renderArrow(day: Day | undefined, label: string): string {
  return day ? `<a class="btn gap-2" href="/papers/date/${day}">${label}</a>` : '';
}

function renderCard({ paper, numComments, submittedBy, thumbnail }: DailyPapersItem): string {
  const at = `/papers/${paper.id}`;
  return `<article class="relative flex flex-col overflow-hidden rounded-xl border"><a href="${at}"><img src="${thumbnail}" alt=""></a>
	<div class="pointer-events-none absolute">Submitted by <img alt="" src="${submittedBy.avatarUrl}"> ${escapeHtml(submittedBy.name)}</div>
	<div class="from-gray-50-to-white -mt-2 flex bg-gradient-to-b px-6 pb-6 pt-8">
	<a href="/login?next=${encodeURIComponent(at)}" class="self-start"><div class="leading-none">${paper.upvotes || '-'}</div></a>
	<div class="w-full"><h3 class="mb-1 text-lg/6"><a href="${at}" class="line-clamp-3">${escapeHtml(paper.title)}</a></h3>
	<a href="${at}" class="flex"><ul class="flex items-center">${renderAvatars(paper.authors)}<li>· ${renderByline(paper)}</li></ul></a>
	<a href="${at}#community">${numComments}</a></div></div></article>`;
}

function renderAvatars(authors: { name: string; hidden: boolean }[]): string {
  const shown = authors.filter(({ hidden }) => !hidden).slice(0, 5);
  return shown.map(({ name }) => `<li title="${escapeHtml(name)}"></li>`).join('');
}

/** Where the paper has an organisation its name stands in place of the number of authors. */
function renderByline(paper: DailyPapersItem['paper']): string {
  return paper.organization ? escapeHtml(paper.organization.fullname) : `${paper.authors.length} authors`;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
