import { z } from 'zod';
import { type BroadsheetError, ParseError } from '../errors.js';
import type { ProfileKey } from '../model/author.js';
import type { Known } from '../model/known.js';
import type { Page } from '../model/page.js';
import type { Profile, Sighting } from '../model/paper.js';
import type { Changes, PaperChange, Reading, Scan, ScanOutcome, Scope } from '../model/scan.js';
import { diffPapers } from '../papers/diff-papers.js';
import { judgeReading } from '../papers/judge-reading.js';
import { titleKey } from '../papers/title-key.js';
import type { ConfiguredSource } from '../sources/load-sources.js';
import { checkScope, resolveScope, scopeKey } from '../sources/scope.js';
import { newsRule } from '../sources/source.js';
import type { ScanHead, Store } from '../store/store.js';
import type { Deps } from './deps.js';
import { identifyTexts } from './identify-texts.js';
import { defineJob } from './job.js';
import { type PagesRead, readPages } from './read-pages.js';

type Needs = Pick<
  Deps,
  'sources' | 'fetcher' | 'classifier' | 'topics' | 'authors' | 'clock' | 'settings' | 'newId'
> & {
  store: Pick<
    Store,
    'validatorsOf' | 'knownPapers' | 'papersOfPerson' | 'linkProfiles' | 'saveScan' | 'saveIdleScan'
  >;
};

/** Reads one scope of one source and saves what is new: fetch, parse, diff, classify, save. */
export const scanSource = defineJob({
  name: 'scan-source',
  payload: z.object({
    sourceId: z.string(),
    scope: z.record(z.string(), z.string()),
    /** Read the page again even if the site says that it has not changed. */
    force: z.boolean().default(false),
    /** Believe what looks wrong: the operator has looked at the page. */
    trust: z.boolean().optional(),
    askedBy: z.string().default('schedule'),
  }),
  attempts: 5,
  // Fifty pages of a host that is asked every four seconds, and the waiting for its turn.
  timeoutMs: 900_000,
  key: ({ sourceId, scope }) => `${sourceId}.${scopeKey(scope)}`,

  async run({ sourceId, scope: asked, force, trust, askedBy }, needs: Needs, signal) {
    const source = needs.sources.get(sourceId);
    const startedAt = needs.clock.now();
    const scope = resolveScope(asked, dayOf(startedAt));
    checkScope(source, scope);
    const head = () => ({ sourceId, scope, startedAt, finishedAt: needs.clock.now(), askedBy });
    if (isFuture(scope, startedAt)) return skip(needs, head(), `${scope.day} is yet to come`);

    const read = await readPages(source, scope, {
      fetcher: needs.fetcher,
      validators: force || trust ? new Map() : await knownValidators(needs, source, scope),
      signal,
    });
    if (read.kind === 'unchanged') {
      // The page is the same, but the operator may have linked it with another since.
      if (scope.profile) await needs.store.linkProfiles(needs.authors);
      return tell(await needs.store.saveIdleScan({ ...head(), outcome: 'unchanged' }));
    }
    if (read.kind === 'failed') return await fail(needs, head(), read);

    const joined = joinReadings(read.readings);
    const person = joined.profile && personOf(joined.profile, source.id, needs.authors);
    const { sightings, held, unmatched } = await identifyTexts(
      joined.sightings,
      person?.profiles ?? [],
      needs.store,
    );
    const known = await findKnown(needs, source, scope, sightings);
    const changes = compare(needs, source, scope, sightings, known);
    const doubt = trust ? undefined : judge(source, scope, changes, known, joined.unreadable);
    if (doubt) return await fail(needs, head(), doubted(source.id, doubt, read.pages));
    if (scope.day && sightings.length === 0) return skip(needs, head(), `the list of ${scope.day} is empty`);
    const classified = changes.papers.filter(needsClassifying).map(({ paper }) => paper);
    const matches = await needs.classifier.classify(classified, needs.topics);
    // A text without its paper may find it when another profile has been read: then the same page is wanted again.
    const isSettled = unmatched === 0 && held.length === 0;
    const scan = await needs.store.saveScan({
      ...head(),
      changes,
      unreadable: joined.unreadable,
      unmatched,
      matches,
      classified: classified.map(({ id }) => id),
      classifierId: needs.classifier.id,
      pages: read.pages.map(({ requestUrl, validators }) => ({
        url: requestUrl,
        validators: isSettled ? validators : {},
      })),
      ...(person && { profile: { ...person, held } }),
    });
    return tell(scan);
  },
});

const dayOf = (moment: Date) => moment.toISOString().slice(0, 10);

const isFuture = (scope: Scope, now: Date) => scope.day !== undefined && scope.day > dayOf(now);

function knownValidators({ store }: Needs, source: ConfiguredSource, scope: Scope) {
  return store.validatorsOf(
    source.requests(scope, source.settings).flatMap((each) => each.map(({ url }) => url)),
  );
}

/** One list out of all pages of a scope; of a person's page the first that has figures speaks. */
function joinReadings(readings: Reading[]): { sightings: Sighting[]; unreadable: number; profile?: Profile } {
  const profile = readings.find((reading) => reading.profile)?.profile;
  return {
    sightings: readings.flatMap(({ sightings }) => sightings),
    unreadable: readings.reduce((sum, reading) => sum + reading.unreadable.length, 0),
    ...(profile && { profile }),
  };
}

/** Whose page it is: by its key at the source, and by what the operator says is the same person's. */
function personOf(profile: Profile, sourceId: string, authors: Needs['authors']) {
  const key = profile.ids[sourceId] ?? profile.name;
  const isThis = (each: ProfileKey) => each.sourceId === sourceId && each.key === key;
  const linked =
    authors.find(({ profiles }) => profiles.some(isThis))?.profiles.filter((each) => !isThis(each)) ?? [];
  const { orcid } = profile.ids;
  return { key, profile, linked, profiles: [{ sourceId, key }, ...linked], ...(orcid && { orcid }) };
}

function judge(source: ConfiguredSource, scope: Scope, changes: Changes, known: Known, unreadable: number) {
  const lasting = Object.keys(scope).some((name) => source.lasting?.includes(name));
  return judgeReading({
    changes,
    known,
    unreadable,
    lasting,
    ...(scope.day !== undefined && { day: scope.day }),
  });
}

function doubted(sourceId: string, doubt: string, [page]: Page[]): PagesRead & { kind: 'failed' } {
  return { kind: 'failed', error: new ParseError(`${sourceId}: the page is not believed: ${doubt}`), page };
}

function findKnown(
  { store }: Needs,
  source: ConfiguredSource,
  scope: Scope,
  sightings: Sighting[],
): Promise<Known> {
  const identities = sightings.map(({ ids, title, authors }) => ({
    ids,
    ...(title !== undefined && { titleKey: titleKey({ title, authors }) }),
  }));
  return store.knownPapers({ identities, sourceId: source.id, scope });
}

function compare(
  needs: Needs,
  source: ConfiguredSource,
  scope: Scope,
  sightings: Sighting[],
  known: Known,
): Changes {
  return diffPapers(sightings, known, {
    sourceId: source.id,
    news: newsRule(source, scope),
    now: needs.clock.now(),
    lookback: needs.settings.editions.lookback,
    newId: needs.newId,
  });
}

/** A topic hangs on what is written, not on how many voted for it. */
function needsClassifying({ kind, fields }: PaperChange): boolean {
  return (
    kind === 'new' ||
    fields.some((field) => field === 'title' || field === 'abstract' || field === 'keywords')
  );
}

async function skip(needs: Needs, head: ScanHead, reason: string) {
  return tell(await needs.store.saveIdleScan({ ...head, outcome: 'skipped', reason }));
}

/** Notes the failure where the operator looks, and hands the error on to whoever decides about another try. */
async function fail(
  { store }: Needs,
  head: ScanHead,
  { error, page }: PagesRead & { kind: 'failed' },
): Promise<never> {
  // A host that rests was not asked: there is nothing to note, only another time to come.
  if (error.code === 'resting') throw error;
  const keptPage =
    page && outcomeOf(error) === 'quarantined' ? { url: page.requestUrl, body: page.body } : undefined;
  await store.saveIdleScan({
    ...head,
    outcome: outcomeOf(error),
    reason: error.message,
    ...(keptPage && { keptPage }),
  });
  throw error;
}

function outcomeOf(error: BroadsheetError): Exclude<ScanOutcome, 'ok'> {
  if (error.code === 'blocked' || error.code === 'forbidden') return error.code;
  return error.code === 'parse' ? 'quarantined' : 'failed';
}

function tell({ id, outcome, reason, counts }: Scan) {
  return { scan: id, outcome, ...(reason && { reason }), ...counts };
}
