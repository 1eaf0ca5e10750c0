import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import type { Day } from '../model/clock.js';
import type { ShownPaper } from './sample-list.js';

const cdn = 'https://cdn-uploads.huggingface.co/production/uploads';
const thumbnails = 'https://cdn-thumbnails.huggingface.co/social-thumbnails/papers';

/** A paper as `/api/daily_papers` and the day page send it (shape of 2026). Keys without a value are absent, never null. */
export type DailyPapersItem = ReturnType<typeof renderItem>;

/** Renders a paper of a day's list in the wire shape of Hugging Face. */
export function renderItem(shown: ShownPaper, day: Day) {
  const publishedAt = `${shown.publishedOn}T00:00:00.000Z`;
  const shared = renderShared(shown);
  return {
    paper: {
      id: shown.id,
      authors: renderAuthors(shown),
      ...shared.media,
      publishedAt,
      submittedOnDailyAt: `${day}T00:00:00.000Z`,
      title: shown.title,
      submittedOnDailyBy: { ...renderAccount(shown.submitter), user: shown.submitter },
      summary: shown.abstract,
      upvotes: shown.upvotes,
      discussionId: makeId(`discussion ${shown.id}`),
      ...(shown.projectUrl && { projectPage: shown.projectUrl }),
      ...renderCode(shown),
      ...renderSummary(shown),
      ...shared.organization,
    },
    publishedAt: shiftToEastern(publishedAt),
    title: shown.title,
    summary: shown.abstract,
    ...shared.media,
    thumbnail: `${thumbnails}/${shown.id}.png`,
    numComments: shown.comments,
    submittedBy: { ...renderAccount(shown.submitter), ...accountFlags },
    ...shared.organization,
    isAuthorParticipating: false,
  };
}

const accountFlags = {
  isHf: false,
  isHfAdmin: false,
  isMod: false,
  followerCount: 3,
  isUserFollowing: false,
};

/** The outer `publishedAt` of the site lies the Eastern offset before the real one, still marked `Z`. */
function shiftToEastern(publishedAt: string): string {
  const offset = DateTime.fromISO(publishedAt, { zone: 'America/New_York' }).offset;
  return DateTime.fromISO(publishedAt, { zone: 'utc' }).plus({ minutes: offset }).toJSDate().toISOString();
}

function renderAuthors({ id, authors, hiddenAuthors, organization, publishedOn }: ShownPaper) {
  return authors.map((name, index) => ({
    _id: makeId(`author ${id} ${index}`),
    name,
    ...(organization && index === 0 && extracted(publishedOn)),
    hidden: hiddenAuthors.includes(name),
  }));
}

function extracted(day: Day) {
  return { status: 'extracted_pending', statusLastChangedAt: `${day}T08:45:04.346Z` };
}

function renderAccount(name: string) {
  const id = makeId(`user ${name}`);
  const words = name.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return {
    _id: id,
    avatarUrl: `/avatars/${id}.svg`,
    isPro: false,
    fullname: words.join(' '),
    type: 'user',
    name,
  };
}

function renderCode({ codeUrl, stars }: ShownPaper) {
  if (!codeUrl) return {};
  return {
    githubRepo: codeUrl,
    githubRepoAddedBy: 'user',
    ...(stars !== undefined && { githubStars: stars }),
  };
}

function renderSummary({ summary, keywords }: ShownPaper) {
  if (!summary) return {};
  return { ai_summary: summary, ai_keywords: keywords ?? [], ai_summary_model: 'broadsheet/sample' };
}

function renderShared({ id, hasMedia, organization }: ShownPaper) {
  return {
    media: hasMedia ? { mediaUrls: [`${cdn}/${makeId(`media ${id}`)}/teaser.mp4`] } : {},
    organization: organization
      ? { organization: { _id: makeId(`organization ${organization.name}`), ...organization } }
      : {},
  };
}

/** Ids of the site are 24 hexadecimal digits; these stay the same from reading to reading. */
function makeId(seed: string): string {
  return createHash('sha1').update(seed).digest('hex').slice(0, 24);
}
