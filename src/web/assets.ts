import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const publicDir = new URL('./public/', import.meta.url);

/** File name -> address of a style, script or picture. */
export type Assets = Readonly<Record<string, string>>;

/** Reads the public folder once. Each address holds a hash of the file, so that browsers may keep it for good. */
export async function loadAssets(): Promise<Assets> {
  const names = await readdir(publicDir);
  const entries = names.map(async (name) => {
    const hash = createHash('sha256').update(await readFile(new URL(name, publicDir)));
    return [name, `/assets/${name}?v=${hash.digest('hex').slice(0, 10)}`] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Serves the public folder under `/assets/`. */
export async function serveAssets(app: FastifyInstance): Promise<void> {
  await app.register(fastifyStatic, {
    root: publicDir,
    prefix: '/assets/',
    // The queue board brings its own copy of this plugin, which decorates replies itself.
    decorateReply: false,
    index: false,
    maxAge: '365d',
    immutable: true,
  });
}
