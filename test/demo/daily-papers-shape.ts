import { z } from 'zod';

const Id = z.string().regex(/^[0-9a-f]{24}$/);
const Moment = z.iso.datetime();
const Midnight = z.string().regex(/^\d{4}-\d{2}-\d{2}T00:00:00\.000Z$/);
const Count = z.number().int().min(0);
const Text = z.string().min(1);

const Account = {
  _id: Id,
  avatarUrl: Text,
  fullname: z.string(),
  name: Text,
  type: z.literal('user'),
  isPro: z.boolean(),
};
const Organization = z.strictObject({ _id: Id, name: Text, fullname: Text, avatar: z.url().optional() });
const Author = z.strictObject({
  _id: Id,
  name: Text,
  hidden: z.boolean(),
  user: z.object({ user: Text }).optional(),
  status: Text.optional(),
  statusLastChangedAt: Moment.optional(),
});

/** An item of `/api/daily_papers` as the site sends it since May 2026: every key it has, and no other. */
export const Item = z.strictObject({
  paper: z.strictObject({
    id: z.string().regex(/^\d{4}\.\d{5}$/),
    authors: z.array(Author),
    mediaUrls: z.array(z.url()).optional(),
    publishedAt: Moment,
    submittedOnDailyAt: Midnight,
    title: Text,
    submittedOnDailyBy: z.strictObject({ ...Account, user: Text }),
    summary: Text,
    upvotes: Count,
    discussionId: Id,
    projectPage: z.url().optional(),
    githubRepo: z.url().optional(),
    githubRepoAddedBy: z.enum(['user', 'auto', 'admin']).optional(),
    githubStars: Count.optional(),
    ai_summary: Text.optional(),
    ai_keywords: z.array(Text).optional(),
    ai_summary_model: Text.optional(),
    organization: Organization.optional(),
  }),
  publishedAt: Moment,
  title: Text,
  summary: Text,
  mediaUrls: z.array(z.url()).optional(),
  thumbnail: z.url(),
  numComments: Count,
  submittedBy: z.strictObject({
    ...Account,
    isHf: z.boolean(),
    isHfAdmin: z.boolean(),
    isMod: z.boolean(),
    followerCount: Count.optional(),
    isUserFollowing: z.boolean().optional(),
  }),
  organization: Organization.optional(),
  isAuthorParticipating: z.boolean(),
});

export const Items = z.array(Item);
export type Item = z.infer<typeof Item>;
