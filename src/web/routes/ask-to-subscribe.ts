import type { Problem, ReaderNeeds } from '../reader-needs.js';

/** Checks address and choices, and asks the address to confirm. Returns what is wrong; nothing is stored then. */
export async function askToSubscribe(
  needs: ReaderNeeds,
  email: string,
  input: Record<string, unknown>,
): Promise<Problem[]> {
  const address = needs.readAddress(email);
  const chosen = needs.readChoices(input);
  const problems = [
    ...('problem' in address ? [{ path: 'email', message: address.problem }] : []),
    ...('problems' in chosen ? chosen.problems : []),
  ];
  if ('problem' in address || 'problems' in chosen) return problems;
  const { letterId } = await needs.store.subscribe({
    email: address.address,
    choices: { timeZone: needs.config.readers.timeZone, ...chosen.choices },
    now: needs.clock.now(),
  });
  if (letterId !== undefined) await needs.sendLetter(letterId);
  return [];
}
