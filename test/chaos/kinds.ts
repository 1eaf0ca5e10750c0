import { setTimeout as sleep } from 'node:timers/promises';
import { flushRedis } from './ledger.js';
import {
  chooseSender,
  expectLostReceipts,
  kill,
  replace,
  type Scene,
  sendEdition,
  terminate,
  waitForMoment,
} from './scene.js';
import type { Size } from './size.js';

/** One way of doing harm to an edition that is going out. */
export interface Kind {
  name: string;
  /** The installations it can be done to. */
  sizes: readonly [Size, ...Size[]];
  strike(scene: Scene): Promise<void>;
  /** How wrong the second worker's clock may be. */
  clockOffMs?: readonly [number, ...number[]];
  /** Operators who type the same command at once. */
  operators?: number;
  /** The round is about the program noticing by itself: nobody asks it to look. */
  alone?: boolean;
}

const SERVED = ['redis', 'postgres'] as const;
const ALL = ['redis', 'postgres', 'embedded'] as const;
const TEN_MINUTES = 600_000;

export const kinds: readonly Kind[] = [
  {
    name: 'kill the sender',
    sizes: ALL,
    async strike(scene) {
      await waitForMoment(scene);
      await kill(scene, [await chooseSender(scene)]);
      await replace(scene, scene.chance.between(0, 2_000));
    },
  },
  {
    name: 'kill everything',
    sizes: ALL,
    async strike(scene) {
      await waitForMoment(scene);
      await killAll(scene);
      await replace(scene, scene.chance.between(0, 1_000));
      if (scene.chance.is(0.5)) sendEdition(scene);
    },
  },
  {
    name: 'kill again and again',
    sizes: ALL,
    async strike(scene) {
      for (let times = scene.chance.between(2, 3); times > 0; times -= 1) {
        await waitForMoment(scene);
        if (scene.chance.is(0.5)) await killAll(scene);
        else await kill(scene, [await chooseSender(scene)]);
        await replace(scene, scene.chance.between(0, 1_000));
        sendEdition(scene);
      }
    },
  },
  {
    name: 'stop the sender',
    sizes: ALL,
    async strike(scene) {
      await waitForMoment(scene);
      await terminate(scene, [await chooseSender(scene)]);
      await replace(scene, scene.chance.between(0, 1_000));
    },
  },
  {
    name: 'stop everything',
    sizes: SERVED,
    async strike(scene) {
      await waitForMoment(scene);
      await terminate(scene, [...scene.crew, ...scene.operators]);
      await replace(scene, scene.chance.between(0, 1_000));
    },
  },
  {
    name: 'restart Redis',
    sizes: ['redis'],
    async strike(scene) {
      const { stage, chance } = scene;
      await waitForMoment(scene);
      await stage.redis?.restart(chance.pick(['SIGTERM', 'SIGKILL']), chance.between(0, 3_000));
    },
  },
  {
    name: 'flush Redis',
    sizes: ['redis'],
    alone: true,
    async strike(scene) {
      await waitForMoment(scene);
      await flushRedis(scene.stage.redis?.url ?? '');
    },
  },
  {
    name: 'flush Redis, kill the sender',
    sizes: ['redis'],
    alone: true,
    async strike(scene) {
      await waitForMoment(scene);
      const sender = await chooseSender(scene);
      await flushRedis(scene.stage.redis?.url ?? '');
      await kill(scene, [sender]);
      await replace(scene, scene.chance.between(0, 1_000));
    },
  },
  {
    name: 'restart PostgreSQL',
    sizes: SERVED,
    async strike(scene) {
      const { stage, chance } = scene;
      await waitForMoment(scene);
      expectLostReceipts(scene);
      await stage.postgres?.restart(chance.pick(['SIGINT', 'SIGQUIT', 'SIGKILL']), chance.between(0, 3_000));
    },
  },
  {
    name: 'a clock ten minutes off',
    sizes: SERVED,
    clockOffMs: [TEN_MINUTES, -TEN_MINUTES],
    async strike(scene) {
      if (scene.chance.is(0.5)) return;
      await waitForMoment(scene);
      await kill(scene, [await chooseSender(scene)]);
      await replace(scene, scene.chance.between(0, 1_000));
    },
  },
  {
    name: 'two operators at once',
    sizes: ALL,
    operators: 2,
    strike: async () => undefined,
  },
  {
    name: 'mail server away',
    sizes: ALL,
    async strike(scene) {
      await waitForMoment(scene);
      await scene.stage.mail.goAway(scene.chance.between(500, 30_000));
    },
  },
  {
    name: 'kill, mail server away',
    sizes: SERVED,
    async strike(scene) {
      await waitForMoment(scene);
      const away = scene.stage.mail.goAway(scene.chance.between(500, 5_000));
      await sleep(scene.chance.between(0, 300));
      await kill(scene, [await chooseSender(scene)]);
      await replace(scene, 0);
      await away;
    },
  },
];

async function killAll(scene: Scene): Promise<void> {
  const { stage, crew, operators } = scene;
  // With the embedded database a command is carried out in the process that is killed, and holds no mail itself.
  await kill(scene, stage.size === 'embedded' ? crew : [...crew, ...operators]);
  if (stage.size === 'embedded') await Promise.all(operators.map((operator) => operator.end('SIGKILL')));
}
