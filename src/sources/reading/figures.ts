/** The largest number that an integer column of the database holds. */
const LARGEST = 2_147_483_647;

/**
 * A count that a site states, as it may be stored: whole, not negative and no larger than the database can hold. Any
 * other is left out and not rounded: half an h-index is a mistake of the site, and nobody knows which whole one it means.
 */
export function asCount(figure: number | null | undefined): number | undefined {
  return Number.isInteger(figure) && isWithin(figure, LARGEST) ? figure : undefined;
}

/** A score that a site states, in whatever unit it counts; left out when it is none. */
export function asScore(figure: number | null | undefined): number | undefined {
  return isWithin(figure, LARGEST) ? figure : undefined;
}

function isWithin(figure: number | null | undefined, most: number): figure is number {
  return typeof figure === 'number' && figure >= 0 && figure <= most;
}
