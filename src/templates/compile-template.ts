import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import mjml2html from 'mjml';
import { RenderError } from '../errors.js';
import { parseTemplate, type Template } from './template.js';

/** Compiles an MJML file, once. Raises `RenderError` naming file and line when it does not compile. */
export async function compileTemplate(file: URL): Promise<Template> {
  const name = basename(fileURLToPath(file));
  const source = await readFile(file, 'utf8');
  return parseTemplate(shrinkHtml(await compileMjml(source, name)), name);
}

async function compileMjml(source: string, name: string): Promise<string> {
  try {
    // Without `fonts: {}` MJML links a web font for every family it knows: a request the reader did not ask for.
    const { html } = await mjml2html(source, { validationLevel: 'strict', keepComments: false, fonts: {} });
    return html;
  } catch (cause) {
    throw new RenderError(`${name}${describeCause(cause)}`, { cause });
  }
}

function describeCause(cause: unknown): string {
  const [first] = (cause as { errors?: { line: number; message: string; tagName: string }[] }).errors ?? [];
  if (first) return `:${first.line}: <${first.tagName}>: ${first.message}`;
  return `: ${cause instanceof Error ? cause.message : String(cause)}`;
}

/** Drops line breaks between tags and marks, indentation, and the spaces inside style attributes. */
function shrinkHtml(html: string): string {
  return html
    .trim()
    .replace(/(?<=[>}])\s*\n\s*(?=[<{])/g, '')
    .replace(/\s*\n\s*/g, '\n')
    .replace(/ style="([^"]*)"/g, (_, style: string) => (style ? ` style="${shrinkStyle(style)}"` : ''));
}

function shrinkStyle(style: string): string {
  return style.replace(/\s*([:;,])\s*/g, '$1').replace(/;$/, '');
}
