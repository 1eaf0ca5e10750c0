import { readFile } from 'node:fs/promises';
import type { Digest } from '../model/digest.js';
import { checkSettings } from './check-settings.js';
import { compileMjml } from './compile-template.js';
import { DIGEST } from './render-digest.js';
import { createEditionRenderer } from './render-edition.js';
import type { Envelope, RendererSettings } from './renderer.js';
import { parseTemplate } from './template.js';

/**
 * The obvious way to the same mail, for measuring: fills in the MJML and compiles it for each reader. `maxHtmlBytes`
 * counts the MJML. Raises `RenderError`.
 */
export async function createMjmlRenderer(
  settings: RendererSettings,
): Promise<(digest: Digest, envelope: Envelope) => Promise<string>> {
  const template = parseTemplate(await readWhole(), 'digest.mjml');
  const checked = checkSettings(settings);
  return (digest, envelope) => {
    const { html } = createEditionRenderer(digest.edition, template, checked)(digest, envelope);
    return compileMjml(html, DIGEST);
  };
}

/** With what it includes, which has slots too, and without the comments, whose marks are none. */
async function readWhole(): Promise<string> {
  const [source, house] = await Promise.all(
    [DIGEST, new URL('./house.mjml', DIGEST)].map((file) => readFile(file, 'utf8')),
  );
  const whole = (source ?? '').replace(/<mj-include [^>]*>/, house ?? '');
  return whole.replace(/<!--[\s\S]*?-->/g, '');
}
