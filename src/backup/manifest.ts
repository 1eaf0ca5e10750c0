import { z } from 'zod';

/** The names in an archive: what it is, the database's folder, and the secrets where they are kept in a file. */
export const ENTRIES = { manifest: 'manifest.json', database: 'db', secrets: 'secrets.json' } as const;

/** How many rows of a kind were stored, to tell by that what was restored is what was backed up. */
export const StoredCounts = z.strictObject({
  papers: z.number().int(),
  editions: z.number().int(),
  subscribers: z.number().int(),
  deliveries: z.number().int(),
});
export type StoredCounts = z.infer<typeof StoredCounts>;

/** What a backup says of itself. `format` rises when an older program could not restore it any more. */
export const Manifest = z.object({
  format: z.literal(1),
  /** The program's version, for people. */
  version: z.string(),
  takenAt: z.iso.datetime(),
  counts: StoredCounts,
});
export type Manifest = z.infer<typeof Manifest>;
