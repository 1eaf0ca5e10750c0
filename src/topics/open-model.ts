import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '../errors.js';
import { HOW_TO_GET_IT, readModel } from './model-file.js';
import type { TopicModel } from './topic-model.js';

/** The model that comes with this version. The file lies two folders above both `src/topics` and `dist/topics`. */
export const shippedModel = fileURLToPath(new URL('../../models/topics.bin', import.meta.url));

/** Reads a topic model. Raises `ConfigError` when it is missing, of another version or broken. */
export async function openModel(file = shippedModel): Promise<TopicModel> {
  const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigError(`${file}: the topic model cannot be read (${cause.code}); ${HOW_TO_GET_IT}`, {
      cause,
    });
  });
  return readModel(bytes, file);
}
