import type { App } from '../../app.js';
import { scanSource } from '../../jobs/scan-source.js';
import type { Scope } from '../../model/scan.js';

/** What reading every person's profile came to. */
export interface PeopleStory {
  /** Papers nobody knew before. */
  fresh: number;
  failures: string[];
}

/** Reads each profile of the configuration on the real way. */
export async function readPeople(app: App): Promise<PeopleStory> {
  const story: PeopleStory = { fresh: 0, failures: [] };
  for (const { sourceId, scope } of listProfiles(app)) {
    try {
      const call = scanSource.with({ sourceId, scope, force: false, askedBy: 'demo' });
      const told = (await (await app.queue.enqueue(call, { attempts: 1 })).ended()) as { fresh?: number };
      story.fresh += told.fresh ?? 0;
    } catch (error) {
      story.failures.push((error as Error).message);
    }
  }
  return story;
}

function listProfiles({ config }: App): { sourceId: string; scope: Scope }[] {
  return config.sources.flatMap(({ id, scopes }) =>
    scopes.filter(({ profile }) => profile !== undefined).map((scope) => ({ sourceId: id, scope })),
  );
}
