import { z } from 'zod';
import { ParseError } from '../errors.js';
import type { ProfileKey } from '../model/author.js';
import type { Known } from '../model/known.js';
import type { Page } from '../model/page.js';
import type { Profile, Sighting } from '../model/paper.js';
import type { Changes, PaperChange, Reading, Scan, Scope } from '../model/scan.js';
import { diffPapers } from '../papers/diff-papers.js';
import { judgeReading } from '../papers/judge-reading.js';
import { titleKey } from '../papers/title-key.js';
import type { ConfiguredSource } from '../sources/load-sources.js';
import { checkScope, resolveScope, scopeKey } from '../sources/scope.js';
import { newsRule } from '../sources/source.js';
import type { ScanHead, Store } from '../store/store.js';
import type { Deps } from './deps.js';
import { findWarning, joinWarnings } from './find-warning.js';
import { identifyTexts } from './identify-texts.js';
import { isUnknownThere } from './is-unknown-there.js';
import { type Call, defineJob } from './job.js';
import { judgeFailure } from './judge-failure.js';
import { firstPageOf, lookUpPerson, withLookedUp } from './look-up-person.js';
import { type PagesRead, readPages } from './read-pages.js';
import { sayUnreadable } from './say-unreadable.js';
import { writeSummaries } from './write-summaries.js';

type Needs = Pick<
  Deps,
  'sources' | 'fetcher' | 'classifier' | 'topics' | 'authors' | 'summariser' | 'clock' | 'settings' | 'newId'
> & {
  store: Pick<
    Store,
    | 'validatorsOf'
    | 'knownPapers'
    | 'papersOfPerson'
    | 'papersOfScope'
    | 'askedFor'
    | 'linkProfiles'
    | 'lastReading'
    | 'weekdayCounts'
    | 'saveScan'
    | 'saveIdleScan'
    | 'isSourcePaused'
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
    /** The page that papers are looked up for: they become known and are no news, and it is read afterwards. */
    lookedUpFor: z.object({ sourceId: z.string(), scope: z.record(z.string(), z.string()) }).optional(),
  }),
  attempts: 5,
  // Fifty pages of a host that is asked every four seconds, and the waiting for its turn.
  timeoutMs: 900_000,
  key: ({ sourceId, scope }) => `${sourceId}.${scopeKey(scope)}`,

  async run({ sourceId, scope: asked, force, trust, askedBy, lookedUpFor }, needs: Needs, signal) {
    const source = needs.sources.get(sourceId);
    const startedAt = needs.clock.now();
    const scope = resolveScope(asked, dayOf(startedAt));
    checkScope(source, scope);
    const head = () => ({ sourceId, scope, startedAt, finishedAt: needs.clock.now(), askedBy });
    if (askedBy === 'schedule' && (await needs.store.isSourcePaused(sourceId))) return paused;
    if (isFuture(scope, startedAt)) return skip(needs, head(), `${scope.day} is yet to come`);

    const read = await readPages(lookedUpFor ? firstPageOf(source) : source, scope, {
      fetcher: needs.fetcher,
      validators: force || trust ? new Map() : await knownValidators(needs, source, scope),
      signal,
    });
    if (read.kind === 'unchanged') {
      // The page is the same, but the operator may have linked it with another since.
      if (scope.profile) await needs.store.linkProfiles(needs.authors);
      const warning = await findWarning(needs.store, { source, scope, now: startedAt });
      return tell(
        await needs.store.saveIdleScan({ ...head(), outcome: 'unchanged', ...(warning && { warning }) }),
      );
    }
    if (read.kind === 'failed' && isUnknownThere(source, scope, read.error))
      return skip(needs, head(), `${sourceId} does not know this paper`);
    if (read.kind === 'failed') return await fail(needs, head(), read);

    const joined = joinReadings(read.readings);
    const person = joined.profile && personOf(joined.profile, source.id, needs.authors);
    const { sightings, held, unmatched } = await identifyTexts(
      joined.sightings,
      person?.profiles ?? [],
      withLookedUp(needs.store, source, person?.profile.name),
    );
    const { papers, before } = await findKnown(needs, source, scope, sightings);
    const known: Known = { papers, ...(before && !lookedUpFor && { before }) };
    const compared = compare(needs, source, scope, sightings, known);
    const unreadable = joined.unreadable.length;
    const doubt = trust ? undefined : judge(source, scope, compared, known, unreadable);
    if (doubt) return await fail(needs, head(), doubted(source.id, doubt, read.pages));
    const page = {
      paperIds: compared.papers.map(({ paper }) => paper.id),
      quietWeekdays: joined.quietWeekdays,
    };
    const odd = await findWarning(needs.store, { source, scope, now: startedAt, page });
    if (scope.day && sightings.length === 0)
      return skip(needs, head(), `the list of ${scope.day} is empty`, odd);
    // What seems gone may be what could not be read.
    const changes = unreadable > 0 ? { ...compared, gone: [] } : compared;
    const warning = joinWarnings([odd, sayUnreadable(joined.unreadable, sightings.length)]);
    const classified = changes.papers.filter(needsClassifying).map(({ paper }) => paper);
    const matches = await needs.classifier.classify(classified, needs.topics);
    // A text without its paper may find it when another profile has been read: then the same page is wanted again.
    const isSettled = unmatched === 0 && held.length === 0;
    const scan = await needs.store.saveScan({
      ...head(),
      ...(warning && { warning }),
      changes,
      unreadable,
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
    const lookUps = person
      ? await lookUpPerson({ source, scope, name: person.profile.name, unmatched }, needs)
      : [];
    const waiting: Call[] = lookedUpFor ? [{ job: 'scan-source', payload: { ...lookedUpFor, askedBy } }] : [];
    const writing = needs.summariser && changes.papers.length > 0 ? [writeSummaries.with({})] : [];
    return { ...tell(scan), next: [...lookUps, ...waiting, ...writing] };
  },
});

/** Nothing is noted: the source's page says who paused it, and when. */
const paused = { outcome: 'skipped' as const, reason: 'paused by an operator' };

const dayOf = (moment: Date) => moment.toISOString().slice(0, 10);

const isFuture = (scope: Scope, now: Date) => scope.day !== undefined && scope.day > dayOf(now);

function knownValidators({ store }: Needs, source: ConfiguredSource, scope: Scope) {
  return store.validatorsOf(
    source.requests(scope, source.settings).flatMap((each) => each.map(({ url }) => url)),
  );
}

/** One list out of all pages of a scope; of a person's page the first that has figures speaks. */
function joinReadings(readings: Reading[]) {
  const profile = readings.find((reading) => reading.profile)?.profile;
  return {
    sightings: readings.flatMap(({ sightings }) => sightings),
    unreadable: readings.flatMap((reading) => reading.unreadable),
    quietWeekdays: readings.flatMap(({ quietWeekdays = [] }) => quietWeekdays),
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

async function skip({ store }: Needs, head: ScanHead, reason: string, warning?: string) {
  return tell(await store.saveIdleScan({ ...head, outcome: 'skipped', reason, ...(warning && { warning }) }));
}

/**
 * Notes the failure where the operator looks, and hands the error on to whoever decides about another try. That a site
 * forbids the page is no failure but an answer, which a schedule need not hear twice.
 */
async function fail({ store }: Needs, head: ScanHead, { error, page }: PagesRead & { kind: 'failed' }) {
  // A host that rests was not asked: there is nothing to note, only another time to come.
  if (error.code === 'resting') throw error;
  const keptPage =
    page && judgeFailure(error) === 'quarantined' ? { url: page.requestUrl, body: page.body } : undefined;
  const isAnswer = error.code === 'forbidden';
  const scan = await store.saveIdleScan({
    ...head,
    outcome: judgeFailure(error),
    reason: error.message,
    ...(isAnswer && head.askedBy === 'schedule' && { once: true }),
    ...(keptPage && { keptPage }),
  });
  if (isAnswer) return tell(scan);
  throw error;
}

function tell({ id, outcome, reason, warning, counts }: Scan) {
  return { scan: id, outcome, ...(reason && { reason }), ...(warning && { warning }), ...counts };
}
