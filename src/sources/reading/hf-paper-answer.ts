import { z } from 'zod';
import { ParseError } from '../../errors.js';
import type { Page } from '../../model/page.js';
import { findHydratedProps } from './hydrated-props.js';
import { missingLandmark } from './missing-landmark.js';
import { oneLine } from './one-line.js';
import { readJson } from './read-json.js';

/** One paper in the shape that lists have, and how many models are linked to it. */
export interface PaperAnswer {
  entry: Record<string, unknown>;
  linkedModels: number | undefined;
}

const Answer = z.looseObject({ id: z.string(), numTotalModels: z.number().int().min(0).nullish() });
const Refusal = z.object({ error: z.string() });

/** What the page carries. Its comments come one by one, the hidden ones too. */
const Props = z.object({
  paper: z.looseObject({ id: z.string() }),
  submitterOrganization: z.unknown(),
  comments: z.array(z.object({ data: z.object({ hidden: z.boolean().nullish() }).nullish() })).nullish(),
});

/** Finds the paper in the API's answer or in its page. Raises `ParseError` when it is not there. */
export function findPaperAnswer(sourceId: string, page: Page): PaperAnswer {
  return /^\s*[[{]/.test(page.body) ? findInJson(sourceId, page.body) : findInPage(sourceId, page.body);
}

/** The API gives the fields of `paper` without anything around them. */
function findInJson(sourceId: string, body: string): PaperAnswer {
  const json = readJson(sourceId, body);
  const answer = Answer.safeParse(json);
  if (answer.success) {
    return { entry: { paper: answer.data }, linkedModels: answer.data.numTotalModels ?? undefined };
  }
  const refusal = Refusal.safeParse(json).data;
  if (!refusal) throw missingLandmark(sourceId, '', 'the paper');
  throw new ParseError(
    `${sourceId}: the site answered with an error: ${oneLine(refusal.error).slice(0, 200)}`,
  );
}

function findInPage(sourceId: string, body: string): PaperAnswer {
  const text = findHydratedProps(body, 'PaperContent');
  if (text === undefined) throw missingLandmark(sourceId, body, 'the PaperContent data');
  const props = Props.safeParse(readJson(sourceId, text)).data;
  if (!props) throw missingLandmark(sourceId, body, 'the paper in the PaperContent data');
  const { comments, ...entry } = props;
  const numComments = comments?.filter(({ data }) => !data?.hidden).length;
  return { entry: { ...entry, numComments }, linkedModels: undefined };
}
