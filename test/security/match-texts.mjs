// Matches patterns with texts, in a thread of its own: who is stuck in here can be stopped from outside.
import { parentPort } from 'node:worker_threads';

/** Long enough that a time which grows with the square of the length stands out. */
const SHORT = 12_000;
const LONG = 100_000;

/** For a short text: nothing is wrong; or there is no use in trying a long one. */
const UNSUSPECTED_MS = 6;
const HOPELESS_MS = 100;
/** A linear pattern needs about a millisecond for 100 KB; this is a bound on hanging. */
const HANGS_MS = 1000;

parentPort.on('message', ({ pattern, texts }) => {
  parentPort.postMessage(slowest(new RegExp(pattern.source, pattern.flags), texts));
});

/** The first text that takes too long; or else nothing. */
function slowest(pattern, texts) {
  for (const text of texts) {
    const ms = timeOf(pattern, write(text, SHORT));
    if (ms > HOPELESS_MS) return { ms: ms * (LONG / SHORT) ** 2, text };
    if (ms < UNSUSPECTED_MS) continue;
    const whole = timeOf(pattern, write(text, LONG));
    if (whole > HANGS_MS) return { ms: whole, text };
  }
  return { ms: 0 };
}

function write({ before, again, after }, length) {
  return before + again.repeat(Math.ceil(length / again.length)) + after;
}

/** Time of the processor: a machine with much to do makes nothing slower. */
function timeOf(pattern, text) {
  const before = process.cpuUsage();
  if (pattern.global) text.replace(pattern, '');
  else pattern.exec(text);
  const { user } = process.cpuUsage(before);
  return user / 1000;
}
