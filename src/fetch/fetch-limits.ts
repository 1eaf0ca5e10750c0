import type { Settings } from '../config.js';

/** Bounds of one request: times in milliseconds, `maxBytes` counted after decompression. */
export type FetchLimits = Omit<Settings['fetch'], 'allowHosts' | 'gaps'>;
