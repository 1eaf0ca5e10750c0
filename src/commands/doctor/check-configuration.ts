import { isDeepStrictEqual } from 'node:util';
import type { Patient } from './patient.js';
import { fail, gather, ok, type Verdict, warn } from './verdict.js';

/** Whether everything that is configured reads, and is what the running program goes by. */
export async function checkConfiguration(patient: Patient): Promise<Verdict> {
  const { problems, config, running } = patient;
  if (problems.length > 0)
    return gather(problems.map((problem) => fail(problem, 'correct it in the place it names')));
  if (running && config && !isDeepStrictEqual(running.config, config))
    return warn(
      'it was changed since the program was started, which goes on by what it was',
      'start the program again',
    );
  return ok(describe(patient));
}

function describe({ config, environment }: Patient): string {
  const place = environment?.CONFIG_DIR
    ? `${environment.CONFIG_DIR}, laid over the shipped one`
    : 'as shipped';
  const [sources, topics] = [config?.sources.length ?? 0, config?.topics.length ?? 0];
  return `${place}; ${sources} ${sources === 1 ? 'source' : 'sources'}, ${topics} topics`;
}
