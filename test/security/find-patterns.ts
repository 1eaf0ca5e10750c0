import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A regular expression of the program. */
export interface FoundPattern {
  /** `src/mail/read-bounce.ts:12` */
  at: string;
  source: string;
  flags: string;
}

/** Every regular expression that stands in the source files of a folder, and where one is put together from texts. */
export function findPatterns(root: string): { written: FoundPattern[]; builders: string[] } {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
  const written: FoundPattern[] = [];
  const builders = new Set<string>();
  for (const file of files.filter((name) => /\.(?:ts|js)$/.test(name)).sort()) {
    const path = `src/${file}`;
    const source = ts.createSourceFile(
      path,
      readFileSync(join(root, path), 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node))
        written.push({ at: placeOf(source, node), ...partsOf(node.text) });
      if (ts.isNewExpression(node) && node.expression.getText() === 'RegExp') builders.add(path);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { written, builders: [...builders] };
}

function placeOf(source: ts.SourceFile, node: ts.Node): string {
  return `${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}

function partsOf(literal: string): Pick<FoundPattern, 'source' | 'flags'> {
  const end = literal.lastIndexOf('/');
  return { source: literal.slice(1, end), flags: literal.slice(end + 1) };
}
