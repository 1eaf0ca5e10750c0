import { checkSettings } from './check-settings.js';
import { compileTemplate } from './compile-template.js';
import { createEditionRenderer } from './render-edition.js';
import type { Renderer, RendererSettings } from './renderer.js';

export type { Envelope, HouseSettings, RenderDigest, Renderer, RendererSettings } from './renderer.js';

/** The digest's template. */
export const DIGEST = new URL('./digest.mjml', import.meta.url);

/** Compiles the template, once. Raises `RenderError` when it does not compile or a setting cannot be used. */
export async function createRenderer(settings: RendererSettings): Promise<Renderer> {
  const frame = await compileTemplate(DIGEST);
  const checked = checkSettings(settings);
  return { forEdition: (edition) => createEditionRenderer(edition, frame, checked) };
}
