import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LETTER_KINDS } from '../../src/model/letter.js';
import { createAlarmWriter } from '../../src/templates/alarm.js';
import { createLetterWriter } from '../../src/templates/letters.js';
import { openBrowser, takePictures } from '../support/open-browser.js';
import { envelope, fullDigest, makeDigest, renderOnce, settings, subscriber } from './sample-digest.js';

const links = { ...settings.links, preferences: () => 'https://papers.example.org/preferences/own' };
const house = { ...settings, links, site: { ...settings.site, postalAddress: '1 Sample Street' } };
const MAILS = ['digest', 'quiet digest', ...LETTER_KINDS, 'alarm'] as const;

let browser: Browser;
let page: Page;
let mails: Record<(typeof MAILS)[number], string>;
let axe: string;
const asked: string[] = [];

beforeAll(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const letters = await createLetterWriter(house);
  const alarms = await createAlarmWriter(house);
  const letter = (kind: (typeof LETTER_KINDS)[number]) =>
    letters(
      { id: 'l', kind, to: 'ada@example.org', subscriber },
      kind === 'goodbye' ? undefined : LINK,
      envelope,
    );
  mails = {
    digest: (await renderOnce(fullDigest(), house)).html,
    'quiet digest': (await renderOnce(makeDigest([]), house)).html,
    alarm: alarms({ to: 'op@example.org', title: 'no edition today', lines: ['One.', 'Two.'] }, envelope)
      .html,
    ...(Object.fromEntries(LETTER_KINDS.map((kind) => [kind, letter(kind).html])) as Record<
      (typeof LETTER_KINDS)[number],
      string
    >),
  };
  browser = await openBrowser();
  page = await browser.newPage();
  page.on('request', (request) => asked.push(request.url()));
});
afterAll(() => browser.close());

const LINK = 'https://papers.example.org/confirm/q3Jf0Zr5y7uH2kLm9nPxQwErTyUiOpAsDfGhJkLzXcV';

const show = async (mail: (typeof MAILS)[number], width: number, colorScheme: 'light' | 'dark') => {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme });
  await page.setContent(mails[mail]);
};

/** Heights of what is clicked, in CSS pixels, by what it says. */
const heightsOf = (selector: string) =>
  page.$$eval(selector, (nodes) =>
    nodes.map((node) => [node.textContent?.slice(0, 40), node.getBoundingClientRect().height] as const),
  );
const lessThan = (least: number, heights: readonly (readonly [string | undefined, number])[]) => {
  expect(heights.length).toBeGreaterThan(0);
  return heights.filter(([, height]) => height < least);
};

describe.each(MAILS)('the %s', (mail) => {
  it.each([
    [600, 'light'],
    [600, 'dark'],
    [375, 'light'],
    [375, 'dark'],
  ] as const)(
    'has nothing that axe finds at %i px in %s, and nothing to scroll sideways',
    async (width, scheme) => {
      await show(mail, width, scheme);
      await page.evaluate(axe);
      const run = () => (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run();
      const { violations, passes } = await page.evaluate(run);
      // Rules for web pages: a mail has no landmarks, and stands inside a page that has them.
      const ofMails = violations.filter(({ id }) => !['region', 'landmark-one-main'].includes(id));
      expect(ofMails.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 120))])).toEqual([]);
      expect(passes.map(({ id }) => id)).toContain('color-contrast');
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    },
  );
});

describe('what is tapped', () => {
  it('in a digest is tall enough: titles and the foot 44 px, links in rows 24', async () => {
    await show('digest', 375, 'light');
    expect(lessThan(44, await heightsOf('h3 a, .foot a'))).toEqual([]);
    expect(lessThan(24, await heightsOf('.why a, .quiet a'))).toEqual([]);
    await takePictures(page, 'mail-digest');
  });

  it('in a letter is tall enough: the button and the foot 44 px', async () => {
    await show('welcome', 375, 'light');
    expect(lessThan(44, await heightsOf('.button a, .foot a'))).toEqual([]);
    await takePictures(page, 'mail-welcome');
  });
});

it('asks nobody for anything', () => {
  expect(asked.filter((url) => !url.startsWith('about:'))).toEqual([]);
});
