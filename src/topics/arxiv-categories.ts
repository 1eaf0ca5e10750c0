/**
 * What an arXiv category says of a paper's topics, as a weight like that of a term (https://arxiv.org/category_taxonomy).
 * Broad ones (cs.LG, cs.AI) say nothing.
 */
export const ARXIV_CATEGORIES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'cs.CL': { 'nlp-llm': 0.4 },
  'cs.CV': { 'computer-vision': 0.4 },
  'cs.RO': { robotics: 0.75 },
  'cs.IR': { 'recommender-and-retrieval': 0.7 },
  'cs.SD': { 'speech-and-audio': 0.75 },
  'eess.AS': { 'speech-and-audio': 0.75 },
  'cs.CR': { 'safety-privacy-and-security': 0.7 },
  'cs.CY': { 'safety-privacy-and-security': 0.35 },
  'cs.GR': { 'computer-vision': 0.3, 'generative-models': 0.3 },
  'cs.MA': { 'agents-and-reasoning': 0.4 },
  'cs.SE': { 'agents-and-reasoning': 0.3 },
  'cs.LO': { 'agents-and-reasoning': 0.4 },
  'cs.NE': { 'optimization-and-training': 0.35 },
  'cs.SI': { graphs: 0.4 },
  'cs.AR': { 'efficiency-and-compression': 0.5 },
  'cs.DC': { 'efficiency-and-compression': 0.4 },
  'cs.PF': { 'efficiency-and-compression': 0.5 },
  'cs.DS': { 'learning-theory': 0.3 },
  'cs.CC': { 'learning-theory': 0.3 },
  'cs.CE': { 'science-and-engineering': 0.45 },
  'cs.NA': { 'science-and-engineering': 0.4 },
  'math.NA': { 'science-and-engineering': 0.4 },
  'math.OC': { 'optimization-and-training': 0.5 },
  'math.ST': { 'learning-theory': 0.35, 'statistics-and-bayes': 0.4 },
  'stat.ME': { 'statistics-and-bayes': 0.65 },
  'stat.AP': { 'statistics-and-bayes': 0.45 },
  'stat.CO': { 'statistics-and-bayes': 0.55 },
  'stat.ML': { 'statistics-and-bayes': 0.15, 'learning-theory': 0.15 },
  'eess.IV': { 'computer-vision': 0.35, 'healthcare-and-biology': 0.15 },
  'eess.SP': { 'science-and-engineering': 0.35 },
  'eess.SY': { 'science-and-engineering': 0.45 },
  'q-bio': { 'healthcare-and-biology': 0.7 },
  'q-fin': { 'time-series-and-tabular': 0.6 },
  physics: { 'science-and-engineering': 0.65 },
  'cond-mat': { 'science-and-engineering': 0.65 },
  'astro-ph': { 'science-and-engineering': 0.75 },
  'quant-ph': { 'science-and-engineering': 0.75 },
  'hep-ex': { 'science-and-engineering': 0.75 },
  'hep-ph': { 'science-and-engineering': 0.75 },
};

/** The entry of a category, or of the archive it belongs to (`q-bio.NC` → `q-bio`). */
export function topicsOfCategory(category: string): Readonly<Record<string, number>> {
  return ARXIV_CATEGORIES[category] ?? ARXIV_CATEGORIES[category.split('.')[0] ?? ''] ?? {};
}
