import { expect, it } from 'vitest';
import { createMjmlRenderer } from '../../src/templates/render-by-mjml.js';
import { envelope, fullDigest, renderOnce, settings } from './sample-digest.js';

it('fills in after compiling what it would compile after filling in', async () => {
  const obvious = await (await createMjmlRenderer(settings))(fullDigest(), envelope);
  const { html } = await renderOnce(fullDigest());
  const text = (markup: string) => markup.replace(/\s+/g, '');
  expect(text(html)).toBe(text(obvious));
});
