import { RenderError } from '../errors.js';
import { cleanText, linkableUrl } from './clean-text.js';
import { compileTemplate } from './compile-template.js';
import { requireHeaderValue } from './message-headers.js';
import { createEditionRenderer } from './render-edition.js';
import type { Renderer, RendererSettings } from './renderer.js';

export type { Envelope, RenderDigest, Renderer, RendererSettings } from './renderer.js';

const WORKING_DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];

/** Compiles the template, once. Raises `RenderError` when it does not compile or a setting cannot be used. */
export async function createRenderer(settings: RendererSettings): Promise<Renderer> {
  const frame = await compileTemplate(new URL('./digest.mjml', import.meta.url));
  const { site, mail, days = WORKING_DAYS } = settings;
  const publicUrl = linkableUrl(site.publicUrl)?.replace(/\/+$/, '');
  if (publicUrl === undefined) throw new RenderError('PUBLIC_URL is not an http or https address');
  const clean = {
    title: cleanText(site.title, 80),
    postalAddress: cleanText(site.postalAddress, 300),
    publicUrl,
  };
  requireHeaderValue(mail.from, 'MAIL_FROM');
  return {
    forEdition: (edition) => createEditionRenderer(edition, frame, { ...settings, site: clean, days }),
  };
}
