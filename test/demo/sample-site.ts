import { onTestFinished } from 'vitest';
import { type DemoSite, openSampleSite } from '../../src/demo/site.js';
import { Items } from './daily-papers-shape.js';

/** A sample site whose clock the test turns. It closes when the test ends. */
export async function openSiteAt(moment: string) {
  const hands = { at: new Date(moment) };
  const site = await openSampleSite({ clock: { now: () => hands.at } });
  onTestFinished(() => site.close());
  return {
    ...site,
    turnTo(later: string) {
      hands.at = new Date(later);
    },
  };
}

/** The items of a day's list now, each checked against the shape of the real site. */
export async function readItems(site: DemoSite, day: string) {
  const response = await fetch(`${site.url}/api/daily_papers?date=${day}&limit=100`);
  return Items.parse(await response.json());
}
