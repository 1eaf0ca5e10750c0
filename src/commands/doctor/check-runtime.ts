import { fail, ok, type Verdict } from './verdict.js';

const OLDEST = [20, 19];

/** Whether this Node can run the program. */
export function checkNode(version = process.versions.node): Verdict {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST;
  const isNew = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  if (isNew) return ok(`${version}, ${process.platform} ${process.arch}`);
  return fail(`${version} is too old`, `use Node ${OLDEST.join('.')} or newer`);
}
