import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMuteMachine, page, redirect, status } from '../support/misbehaving-site.js';
import { accidents, changeBytes, type Damage, delays, refusals, tagged, trifles } from './damages.js';
import { type MisbehaviourStage, openMisbehaviourStage } from './misbehaviour-stage.js';
import { announced, daily, profile, type WholeSource } from './whole-sources.js';

let stage: MisbehaviourStage;
beforeAll(async () => {
  stage = await openMisbehaviourStage();
});
afterAll(() => stage.close());

const sources: [name: string, source: WholeSource][] = [
  ['a list of a day (JSON, and a page with data)', daily()],
  ['announcements (RSS, and Atom)', announced()],
  ['a person (visible text)', profile()],
];

/** Shows a damaged source, and says what must come of it. */
async function endsAs(source: WholeSource, damage: Damage, before: string[], shown = source): Promise<void> {
  await stage.forgetHosts();
  stage.show(shown, damage.behave);
  const scan = await stage.scan(source, { limits: damage.limits });
  expect(scan).toMatchObject({ outcome: damage.outcome });
  if ('outcome' in scan) expect(scan.reason ?? '').toMatch(damage.reason);
  expect(await stage.rows()).toEqual(before);
}

const named = (damages: Damage[]) =>
  damages.map((damage): [string, Damage] => [`${damage.outcome}, given ${damage.what}`, damage]);

describe.each(sources)('%s', (_name, source) => {
  let before: string[];
  beforeAll(async () => {
    await stage.forgetHosts();
    stage.show(source);
    expect(await stage.scan(source)).toMatchObject({ outcome: 'ok' });
    before = await stage.rows();
  });

  it.each(named([...refusals, ...accidents]))('changes nothing and is %s', (_what, damage) =>
    endsAs(source, damage, before),
  );

  it.each(named(trifles))('reads as ever and is %s', (_what, damage) => endsAs(source, damage, before));

  it('is unchanged when the site says so', async () => {
    await stage.forgetHosts();
    stage.show(source, tagged);
    expect(await stage.scan(source)).toMatchObject({ outcome: 'ok' });
    const again = await stage.scan(source);
    expect(again).toMatchObject({ outcome: 'unchanged' });
    expect(again).not.toHaveProperty('warning');
    expect(await stage.rows()).toEqual(before);
  });

  it('has a name for it, and changes nothing, when ten bytes are changed anywhere', async () => {
    for (const seed of [0, 1, 2, 3]) {
      await stage.forgetHosts();
      stage.show(source, ({ body, type }) =>
        page(changeBytes(Buffer.from(body), 10, seed), { 'content-type': type }),
      );
      expect(await stage.scan(source)).toMatchObject({
        outcome: 'quarantined',
        reason: expect.stringMatching(/./),
      });
      expect(await stage.rows()).toEqual(before);
    }
  });

  it('has a name for it, and changes nothing, when closing tags are missing', async () => {
    const names = [
      'title',
      'description',
      'item',
      'entry',
      'div',
      'p',
      'span',
      'h3',
      'section',
      'article',
      'main',
    ];
    for (const name of names) {
      await stage.forgetHosts();
      stage.show(source, ({ body, type }) =>
        page(body.replaceAll(`</${name}>`, ''), { 'content-type': type }),
      );
      expect(await stage.scan(source)).toMatchObject({
        outcome: expect.stringMatching(/^(ok|quarantined)$/),
      });
      expect(await stage.rows(), name).toEqual(before);
    }
  });

  it('is failed when the site lies in a private network that the operator did not open', async () => {
    await stage.forgetHosts();
    stage.show(source);
    expect(await stage.scan(source, { openHosts: [] })).toMatchObject({
      outcome: 'failed',
      reason: expect.stringMatching(/is an address of a private network; fetch\.allowHosts opens it/),
    });
    expect(await stage.rows()).toEqual(before);
  });
});

describe('a site that takes too long', () => {
  const [api = ''] = Object.keys(daily().answers);
  const slow = { ...daily(), answers: { [api]: { body: '', type: '' } } };
  let before: string[];
  beforeAll(async () => {
    stage.show(daily(), () => status(404));
    before = await stage.rows();
  });

  it.each(named(delays))('changes nothing and is %s', (_what, damage) =>
    endsAs(daily(), damage, before, slow),
  );

  it('is failed when no connection comes about', async () => {
    const world = await openMuteMachine();
    const mute = await stage.scan(daily(), { world, limits: { connectTimeoutMs: 100 } });
    await world.close();
    const reason = expect.stringMatching(/could not be reached within 0.1 s/);
    expect(mute).toMatchObject({ outcome: 'failed', reason });
    expect(await stage.scan(daily(), { world })).toMatchObject({
      outcome: 'failed',
      reason: expect.stringMatching(/refused the connection/),
    });
    expect(await stage.rows()).toEqual(before);
  });
});

describe('a page that robots.txt forbids', () => {
  const source = profile();
  const rules = page('User-agent: *\nDisallow: /author\nDisallow: /papers\n', {
    'content-type': 'text/plain',
  });
  const scans = async () => (await stage.store.latestScans(100)).length;
  const health = async () =>
    (await stage.store.sourceHealth()).find(({ sourceId }) => sourceId === source.sourceId);
  beforeAll(() => stage.site.on('/robots.txt', rules));
  afterAll(() => stage.site.on('/robots.txt', status(404)));

  it('is told once to a schedule, and to a person whenever they ask', async () => {
    await stage.forgetHosts();
    stage.show(source);
    const before = await stage.rows();
    const [first, again] = [
      await stage.scan(source, { askedBy: 'schedule' }),
      await stage.scan(source, { askedBy: 'schedule' }),
    ];
    const told = {
      outcome: 'forbidden',
      reason: expect.stringMatching(/forbids \/author\/7 to programs \(robots\.txt\)/),
    };
    expect(first).toMatchObject(told);
    expect(again).toMatchObject({ error: expect.stringMatching(/stored nothing.*"outcome":"forbidden"/) });
    expect(await health()).toMatchObject({ outcome: 'forbidden' });
    expect(await stage.scan(source, { askedBy: 'ada' })).toMatchObject(told);
    expect(await stage.rows()).toEqual(before);
  });

  it('is read as soon as it is allowed', async () => {
    await stage.forgetHosts();
    stage.site.on('/robots.txt', status(404));
    expect(await stage.scan(source, { askedBy: 'schedule' })).toMatchObject({ outcome: 'ok' });
    expect(await health()).toMatchObject({ outcome: 'ok' });
    expect(await scans()).toBeGreaterThan(0);
  });

  it('is what is said of a list whose interface is gone as well', async () => {
    await stage.forgetHosts();
    stage.site.on('/robots.txt', rules);
    const list = daily();
    stage.show(list, ({ type }) => (type === 'text/html' ? page('x') : status(404)));
    expect(await stage.scan(list)).toMatchObject({ outcome: 'forbidden' });
  });
});

it('takes a page of a person for no other', async () => {
  await stage.forgetHosts();
  stage.site.on('/robots.txt', status(404));
  const before = await stage.rows();
  const source = profile();
  stage.show(source, () => redirect('/author/8'));
  stage.site.on('/author/8', page(source.answers['/author/7']?.body ?? ''));
  expect(await stage.scan(source)).toMatchObject({
    outcome: 'quarantined',
    reason: expect.stringMatching(/asked for the profile 7, the site sent that of 8/),
  });
  expect(await stage.rows()).toEqual(before);
});
