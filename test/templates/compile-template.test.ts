import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { RenderError } from '../../src/errors.js';
import { compileTemplate } from '../../src/templates/compile-template.js';
import { parseTemplate } from '../../src/templates/template.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'templates-'));
});
afterEach(() => rm(dir, { recursive: true }));

async function compile(body: string) {
  const file = join(dir, 'sample.mjml');
  await writeFile(file, `<mjml>\n  <mj-body>\n${body}\n  </mj-body>\n</mjml>`);
  return compileTemplate(pathToFileURL(file));
}

it('fills slots and blocks in what MJML made', async () => {
  const template = await compile(
    '<mj-section><mj-column><mj-table>{{#row}}\n<tr>\n<td>{{name}}</td>\n</tr>\n{{/row}}</mj-table></mj-column></mj-section>',
  );
  const rows = ['a', 'b'].map((name) => template.block('row').fill({ name })).join('');
  expect(template.fill({ row: rows })).toContain('<tr><td>a</td></tr><tr><td>b</td></tr>');
});

it('names file and line of what does not compile', async () => {
  await expect(compile('<mj-section>\n<mj-nonsense />\n</mj-section>')).rejects.toThrow(
    /^sample\.mjml:4: <mj-nonsense>: /,
  );
  await expect(compile('<mj-nonsense />')).rejects.toThrow(RenderError);
});

it('refuses a slot without a value and leaves out a block without one', () => {
  const template = parseTemplate('a{{one}}{{#two}}b{{/two}}', 'x.mjml');
  expect(template.fill({ one: '1' })).toBe('a1');
  expect(() => template.fill({ two: '2' })).toThrow('x.mjml: no value for {{one}}');
  expect(() => template.block('three')).toThrow('x.mjml: no block {{#three}}');
});

it('binds some slots for good and keeps the others', () => {
  const bound = parseTemplate('{{a}}-{{b}}-{{a}}-{{#c}}{{d}}{{/c}}', 'x.mjml').bind({ a: '1' });
  expect(bound.fill({ b: '2', c: bound.block('c').fill({ d: '3' }) })).toBe('1-2-1-3');
});

it('refuses blocks that do not close in order', () => {
  for (const text of ['{{#a}}', '{{/a}}', '{{#a}}{{#b}}{{/a}}{{/b}}'])
    expect(() => parseTemplate(text, 'x.mjml')).toThrow(RenderError);
});
