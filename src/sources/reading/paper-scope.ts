import { z } from 'zod';
import { readArxivId } from './arxiv-id.js';

/** A scope that names one paper by its arXiv id, without a version. */
export const PaperScope = z
  .string()
  .refine((text) => readArxivId(text) === text, 'an arXiv id such as 2503.20561');
