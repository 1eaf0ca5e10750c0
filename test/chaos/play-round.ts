import { cp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChance } from './chance.js';
import type { Child } from './children.js';
import { judgeResent, judgeSettled, type ResentVerdict, type Verdict } from './judge.js';
import type { Kind } from './kinds.js';
import type { LedgerRow } from './ledger.js';
import { calm } from './mail-server.js';
import type { Build } from './program.js';
import { type Scene, sendEdition } from './scene.js';
import { endsInTime, settleEmbedded, settleServed } from './settle.js';
import type { Size } from './size.js';
import { openStage, type Stage } from './stage.js';
import { DAY, type Template } from './template.js';
import { createRoughWeather } from './weather.js';

/** What a round will be; all that is left to chance in it comes from its seed. */
export interface RoundPlan {
  number: number;
  seed: string;
  kind: Kind;
  size: Size;
  /** Whether the mail server misbehaves as well. */
  rough: boolean;
}

export interface RoundOptions {
  folder: string;
  build: Build;
  template: Template;
  readers: number;
  hurry: boolean;
  /** Keep the logs of every round, not only of those in which a promise was broken. */
  keepLogs: boolean;
}

export interface Round {
  plan: RoundPlan;
  kills: number;
  caught: number;
  mails: number;
  mayBeUnknown: number;
  verdict: Verdict;
  /** Mails sent again because an operator asked. */
  resent: number;
  after: ResentVerdict;
  seconds: number;
  broken: string[];
  /** Where its logs are kept, when a promise was broken. */
  keptIn?: string;
}

/** Mails that the mail server takes in a second: so few that an edition lasts some seconds. */
const PER_SECOND = 120;

const RESEND = ['digest', 'resend', '--unknown', '--date', DAY, '--yes', '--json'];

/** Plays a round from an empty installation to its verdict. */
export async function playRound(plan: RoundPlan, options: RoundOptions): Promise<Round> {
  const startedAt = performance.now();
  const since = () => Math.round((performance.now() - startedAt) / 1000);
  const folder = join(options.folder, `round-${plan.number}`);
  const logs = join(folder, 'logs');
  try {
    const told = await playOnStage(plan, folder, options).catch(tellUnplayed);
    const round = { plan, ...told, seconds: since() };
    return round.broken.length > 0 || options.keepLogs ? { ...round, keptIn: await keep(plan, logs) } : round;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function playOnStage(plan: RoundPlan, folder: string, options: RoundOptions): Promise<Told> {
  const stage = await openStage({ ...options, folder, size: plan.size, perSecond: PER_SECOND });
  try {
    return await play(plan, stage, options);
  } finally {
    await stage.close();
  }
}

/** A round that could not be played proves nothing: it counts as broken, and the others go on. */
function tellUnplayed(error: unknown): Told {
  const why = error instanceof Error ? error.message : String(error);
  return {
    ...{ kills: 0, caught: 0, mails: 0, mayBeUnknown: 0, resent: 0 },
    verdict: { sent: 0, refused: 0, unknown: 0, lost: 0, repeated: 0, broken: [] },
    after: { without: 0, twice: 0, broken: [] },
    broken: [`it could not be played: ${why}`],
  };
}

type Told = Omit<Round, 'plan' | 'seconds' | 'keptIn'>;

async function play(plan: RoundPlan, stage: Stage, { readers, hurry }: RoundOptions): Promise<Told> {
  const { kind, rough, seed } = plan;
  const scene = await setScene(plan, stage, readers);
  if (rough) stage.mail.setWeather(createRoughWeather(seed));
  for (let operators = kind.operators ?? 1; operators > 0; operators -= 1) sendEdition(scene);
  await kind.strike(scene);
  const settling = { hurry, ring: kind.alone !== true };
  const rows = await settle(scene, () => settleServed(stage, settling));
  if (stage.size !== 'embedded') await seeEnd(scene, scene.operators);
  const { mail } = stage;
  const mayBeUnknown = scene.mayBeUnknown + mail.brokenOff.length;
  const facts = { readers, rows, refusedForGood: mail.refusedForGood, mayBeUnknown };
  const verdict = judgeSettled({ ...facts, accepted: mail.accepted });
  const mails = mail.accepted.length;
  await keepFacts(stage, rows);
  mail.setWeather(calm);
  const resent = verdict.unknown;
  const last = resent > 0 ? await resendAll(scene, kind.operators ?? 1, settling) : rows;
  const after = judgeResent({ ...facts, rows: last, accepted: mail.accepted }, resent);
  const { kills, caught } = scene;
  const broken = [...verdict.broken, ...after.broken, ...scene.wrong, ...findDeserters(scene)];
  return { ...{ kills, caught, mails, mayBeUnknown, verdict, resent, after }, broken: [...new Set(broken)] };
}

async function setScene(plan: RoundPlan, stage: Stage, readers: number): Promise<Scene> {
  const chance = createChance(plan.seed);
  const { clockOffMs } = plan.kind;
  const hands = plan.size === 'embedded' ? [undefined] : [undefined, clockOffMs && chance.pick(clockOffMs)];
  return {
    ...{ stage, chance, readers, operators: [], kills: 0, caught: 0, mayBeUnknown: 0, wrong: [] },
    crew: await Promise.all(hands.map((off) => stage.startWorker(off))),
  };
}

/** With the embedded database the program is stopped and started on the way: the crew is who runs now. */
async function settle(
  scene: Scene,
  served: () => Promise<LedgerRow[]>,
  argv?: string[],
): Promise<LedgerRow[]> {
  if (scene.stage.size !== 'embedded') return served();
  const running = scene.crew.find((worker) => worker.isAlive()) ?? (await scene.stage.startWorker());
  return settleEmbedded(scene.stage, running, scene.wrong, argv);
}

async function resendAll(
  scene: Scene,
  operators: number,
  settling: Parameters<typeof settleServed>[1],
): Promise<LedgerRow[]> {
  const { stage } = scene;
  const served = async () => {
    const typed = Array.from({ length: operators }, () => stage.type(RESEND));
    await seeEnd(scene, typed);
    return settleServed(stage, settling);
  };
  return settle(scene, served, RESEND);
}

/** Whoever sends an edition is told when it has been sent; what keeps a command waiting is written down. */
async function seeEnd({ stage, wrong }: Scene, commands: Child[]): Promise<void> {
  const waiting = commands.filter((command) => command.isAlive() && !command.wasAsked());
  const ends = await Promise.all(waiting.map(endsInTime));
  if (!ends.includes(false)) return;
  wrong.push('a command that sends the edition never ended');
  await writeFile(join(stage.logs, 'jobs.json'), JSON.stringify(await stage.ledger?.openJobs(), null, 1));
}

/** Processes that nobody ended. */
function findDeserters({ crew, stage }: Scene): string[] {
  if (stage.size === 'embedded') return [];
  const gone = crew.filter((worker) => !worker.isAlive() && !worker.wasAsked());
  return gone.map(({ pid }) => `process ${pid} ended by itself`);
}

const keepFacts = (stage: Stage, rows: LedgerRow[]) =>
  Promise.all([
    writeFile(join(stage.logs, 'ledger.json'), JSON.stringify(rows, null, 1)),
    writeFile(join(stage.logs, 'accepted.json'), JSON.stringify(stage.mail.accepted, null, 1)),
  ]);

async function keep({ seed }: RoundPlan, logs: string): Promise<string> {
  const kept = join(tmpdir(), `broadsheet-chaos-${seed}`);
  await cp(logs, kept, { recursive: true });
  return kept;
}
