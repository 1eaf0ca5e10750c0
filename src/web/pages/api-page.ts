import type { ApiRoute } from '../api/api-route.js';
import { API_TAGS } from '../api/api-route.js';

/** What there is for programs, and a place to try it. */
export interface ApiPage {
  /** Where the description for programs is. */
  description: string;
  perMinute: { anybody: number; withToken: number };
  groups: { heading: string; routes: { method: string; url: string; summary: string; needs: string }[] }[];
}

const needs = { public: 'nothing', read: 'a token', operate: 'a token to operate' } as const;

/** Lists the routes under their headings, in the order in which they stand. */
export function viewApi(
  routes: readonly ApiRoute[],
  more: Pick<ApiPage, 'description' | 'perMinute'>,
): ApiPage {
  const groups = Object.entries(API_TAGS).map(([tag, heading]) => ({
    heading,
    routes: routes
      .filter((route) => route.tag === tag)
      .map(({ method, url, summary, access }) => ({ method, url, summary, needs: needs[access] })),
  }));
  return { groups, ...more };
}
