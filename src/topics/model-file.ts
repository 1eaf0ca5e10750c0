import { z } from 'zod';
import { ConfigError } from '../errors.js';
import type { TopicModel } from './topic-model.js';

/** The first bytes of a model file: what it is, and the version of its layout. */
const MARK = 'broadsheet topics 1\n';
const MARK_START = 'broadsheet topics ';

const Head = z.object({
  id: z.string(),
  topicIds: z.array(z.string()),
  topics: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      terms: z.array(z.object({ phrase: z.string(), weight: z.number() })),
      without: z.array(z.string()),
      threshold: z.number(),
    }),
  ),
  scales: z.array(z.number()),
  bias: z.array(z.number()),
  signWeights: z.array(z.array(z.number())),
  categoryMeans: z.array(z.number()),
  calibration: z.object({ slope: z.number(), offset: z.number() }),
  /** Lengths in bytes of what follows the head. */
  grams: z.number(),
  count: z.number(),
});

/**
 * A model as bytes: the mark, the head as one line of JSON, the grams a line each, then rarities (float32) and weights
 * (int16), both little-endian.
 */
export function writeModel(model: TopicModel): Buffer {
  const { vocabulary, weights, ...rest } = model;
  const grams = Buffer.from([...vocabulary.places.keys()].join('\n'));
  // Checked, which also puts its parts in one order.
  const head = Head.parse({ ...rest, grams: grams.length, count: vocabulary.places.size });
  return Buffer.concat([
    Buffer.from(`${MARK}${JSON.stringify(head)}\n`),
    grams,
    bytesOf(vocabulary.rarity),
    bytesOf(weights),
  ]);
}

/** Reads what `writeModel` wrote. Raises `ConfigError` naming `file` when it is something else or of another version. */
export function readModel(bytes: Buffer, file: string): TopicModel {
  const start = bytes.toString('utf8', 0, MARK.length);
  if (start !== MARK) throw new ConfigError(`${file}: ${strangeStart(start)}; ${HOW_TO_GET_IT}`);
  const headEnd = bytes.indexOf('\n', MARK.length);
  const { grams: gramBytes, count, ...rest } = readHead(bytes, headEnd, file);
  const rarityStart = headEnd + 1 + gramBytes;
  const weightsStart = rarityStart + 4 * count;
  const weightsEnd = weightsStart + 2 * count * rest.topicIds.length;
  if (bytes.length !== weightsEnd)
    throw new ConfigError(`${file}: expected ${weightsEnd} bytes, found ${bytes.length}; ${HOW_TO_GET_IT}`);
  const grams = bytes.toString('utf8', headEnd + 1, rarityStart).split('\n');
  return {
    ...rest,
    vocabulary: {
      places: new Map(grams.map((gram, place) => [gram, place])),
      rarity: new Float32Array(cut(bytes, rarityStart, weightsStart)),
    },
    weights: new Int16Array(cut(bytes, weightsStart, weightsEnd)),
  };
}

/** Told with every error about a model. */
export const HOW_TO_GET_IT =
  'take models/topics.bin from the release of this version, or make it with: broadsheet train --data DIR';

const strangeStart = (start: string) =>
  start.startsWith(MARK_START)
    ? 'is a topic model of another version'
    : 'is not a topic model (it should begin with "broadsheet topics")';

function readHead(bytes: Buffer, end: number, file: string): z.infer<typeof Head> {
  try {
    return Head.parse(JSON.parse(bytes.toString('utf8', MARK.length, end)));
  } catch (cause) {
    throw new ConfigError(`${file}: its head cannot be read; ${HOW_TO_GET_IT}`, { cause });
  }
}

const bytesOf = (list: Float32Array | Int16Array) =>
  Buffer.from(list.buffer, list.byteOffset, list.byteLength);

/** A copy, because numbers of four bytes must begin at a multiple of four. */
const cut = (bytes: Buffer, start: number, end: number): ArrayBuffer => {
  const copy = new ArrayBuffer(end - start);
  new Uint8Array(copy).set(bytes.subarray(start, end));
  return copy;
};
