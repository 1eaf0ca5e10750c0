import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from './chance.js';
import type { Child } from './children.js';
import { SEND } from './settle.js';
import type { Stage } from './stage.js';
import { IN_FLIGHT } from './template.js';

/** A round that is being played. */
export interface Scene {
  stage: Stage;
  chance: Chance;
  readers: number;
  /** Processes that do the work. */
  crew: Child[];
  /** Commands that operators have typed. */
  operators: Child[];
  /** Processes killed. */
  kills: number;
  /** Messages that the mail server was just taking when somebody was killed. */
  caught: number;
  /** Mails that may be of unknown fate by what was done to us; what the mail server did comes on top. */
  mayBeUnknown: number;
  /** What went wrong that no count tells. */
  wrong: string[];
}

/** Waits for a random moment while the edition goes out: mostly by mails sent, sometimes before the first of them. */
export async function waitForMoment({ stage, chance, readers }: Scene): Promise<void> {
  if (chance.is(0.2)) return void (await sleep(chance.between(0, 3_000)));
  const many = chance.between(1, Math.floor(readers * 0.9));
  const until = Date.now() + 60_000;
  while (stage.mail.accepted.length < many && Date.now() < until) await sleep(5);
  await sleep(chance.between(0, 60));
}

const alive = (children: Child[]) => children.filter((child) => child.isAlive());

/** Whoever sends just now, if that can be told; else anybody who could. */
export async function chooseSender({ stage, chance, crew, operators }: Scene): Promise<Child | undefined> {
  const able = alive(stage.size === 'embedded' ? crew : [...crew, ...operators]);
  const rows = (await stage.ledger?.rows().catch(() => [])) ?? [];
  const owners = new Set(rows.flatMap(({ owner }) => owner ?? []));
  const senders = able.filter(({ pid }) => [...owners].some((owner) => owner.split('.').includes(`${pid}`)));
  const [first, ...others] = senders.length > 0 ? senders : able;
  return first && chance.pick([first, ...others]);
}

/** Ends processes without a word of warning. */
export async function kill(scene: Scene, victims: (Child | undefined)[]): Promise<void> {
  const living = alive(victims.filter((victim) => victim !== undefined));
  scene.caught += scene.stage.mail.inData();
  scene.kills += living.length;
  scene.mayBeUnknown += living.length * IN_FLIGHT;
  await Promise.all(living.map((victim) => victim.end('SIGKILL')));
}

/** Asks processes to end: they finish what is on the wire, and say goodbye with status 0. */
export async function terminate(scene: Scene, victims: (Child | undefined)[]): Promise<void> {
  const living = alive(victims.filter((victim) => victim !== undefined));
  await Promise.all(living.map((victim) => victim.end('SIGTERM')));
  for (const { pid, ended } of living) {
    const { status, signal } = await ended;
    // One that has not come so far as to listen for it is ended by the signal itself.
    if (signal === 'SIGKILL') scene.wrong.push(`process ${pid} did not end when it was asked to`);
    else if (signal === null && status !== 0 && scene.crew.some((worker) => worker.pid === pid))
      scene.wrong.push(`process ${pid} was asked to end and ended with status ${status}`);
  }
}

/** A database that goes away takes the receipts along of what every process had on the wire. */
export function expectLostReceipts(scene: Scene): void {
  scene.caught += scene.stage.mail.inData();
  scene.mayBeUnknown += alive([...scene.crew, ...scene.operators]).length * IN_FLIGHT;
}

/** Brings the crew back to its number, after a while. */
export async function replace(scene: Scene, pauseMs: number): Promise<void> {
  const wanted = scene.stage.size === 'embedded' ? 1 : 2;
  const missing = wanted - alive(scene.crew).length;
  await sleep(pauseMs);
  const fresh = Array.from({ length: missing }, () => scene.stage.startWorker());
  scene.crew.push(...(await Promise.all(fresh)));
}

/** Somebody types the command that sends the edition. */
export function sendEdition(scene: Scene): void {
  scene.operators.push(scene.stage.type(SEND));
}
