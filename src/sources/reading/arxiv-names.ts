/** What stands after a comma in a name, and is no name of its own. */
const SUFFIX = /^(?:jr|sr|ii|iii|iv|ph\.?d|m\.?d)\.?$/i;

/** The names in a comma-joined list; `Jr.` and the like stay with the name before them. */
export function splitNames(list: string): string[] {
  const names: string[] = [];
  for (const part of list.split(/,\s+/).map((each) => each.trim())) {
    const last = names.pop();
    if (last !== undefined && SUFFIX.test(part)) names.push(`${last}, ${part}`);
    else names.push(...(last === undefined ? [] : [last]), part);
  }
  return names.filter((name) => name !== '');
}
