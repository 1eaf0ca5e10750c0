import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import mjml2html from 'mjml';
import { RenderError } from '../errors.js';
import { parseTemplate, type Template } from './template.js';

const OPTIONS = {
  validationLevel: 'strict',
  keepComments: false,
  ignoreIncludes: false,
  // Without it MJML links a web font for every family it knows: a request the reader did not ask for.
  fonts: {},
} as const;

/** Compiles an MJML file, once. Raises `RenderError` naming file and line when it does not compile. */
export async function compileTemplate(file: URL): Promise<Template> {
  const name = basename(fileURLToPath(file));
  return parseTemplate(await compileMjml(await readFile(file, 'utf8'), file), name);
}

/** MJML to HTML without needless white space. `file` says where the source is from and what it includes is beside. */
export async function compileMjml(source: string, file: URL): Promise<string> {
  const filePath = fileURLToPath(file);
  try {
    const { html } = await mjml2html(source, { ...OPTIONS, filePath });
    return shrinkHtml(html);
  } catch (cause) {
    throw new RenderError(`${basename(filePath)}${describeCause(cause)}`, { cause });
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
