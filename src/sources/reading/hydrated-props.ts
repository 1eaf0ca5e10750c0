import { loadMarkup } from './load-markup.js';

/**
 * The JSON text a Svelte page carries for one of its parts: the `data-props` of the element whose `data-target` is
 * the part's name. Undefined when the page has no such part.
 */
export function findHydratedProps(html: string, target: string): string | undefined {
  return loadMarkup(html)(`[data-target="${target}"]`).first().attr('data-props');
}
