// Imports source files and tells the regular expressions that they put together from texts while they load.
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const built: { at: string; source: string; flags: string }[] = [];

globalThis.RegExp = new Proxy(RegExp, {
  construct(target, given, newTarget) {
    const pattern = Reflect.construct(target, given, newTarget) as RegExp;
    const frame = (new Error('where').stack ?? '').split('\n')[2] ?? '';
    const at = frame.indexOf('/src/');
    if (at >= 0 && !frame.includes('node_modules'))
      built.push({
        at: frame.slice(at + 1).split(')')[0] ?? '',
        source: pattern.source,
        flags: pattern.flags,
      });
    return pattern;
  },
});

for (const file of argv.slice(2)) await import(root + file);
process.stdout.write(JSON.stringify(built));
