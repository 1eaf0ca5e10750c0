import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import { prettyFactory } from 'pino-pretty';

export type { Logger } from 'pino';

export interface LoggerSettings {
  /** One of `LOG_LEVEL`. */
  level: string;
  /** For a person at a terminal; one JSON object a line elsewhere. */
  pretty: boolean;
  /** Default: standard error, so that what a command prints stays clean. */
  destination?: DestinationStream;
}

/**
 * The one logger. Every line is scrubbed as it leaves, whatever put it together (message, fields, bindings, errors and
 * their stacks), so that no address, token, password or key reaches a log: by the name of its field and by its looks.
 */
export function createLogger({ level, pretty, destination }: LoggerSettings): Logger {
  const sink = destination ?? pino.destination({ dest: 2, sync: true });
  const options: LoggerOptions = {
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: pino.stdSerializers.err, error: pino.stdSerializers.err },
    hooks: { streamWrite: scrubLine },
  };
  return pino(options, pretty ? prettyTo(sink) : sink);
}

function prettyTo(sink: DestinationStream): DestinationStream {
  const format = prettyFactory({ ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss', singleLine: true });
  return { write: (line) => sink.write(format(line)) };
}

const hidden = '[redacted]';

/** Works on the finished line: only there have serializers, `toJSON` and bindings all had their say. */
function scrubLine(line: string): string {
  try {
    return `${JSON.stringify(scrubValue(JSON.parse(line)))}\n`;
  } catch {
    // Two objects that make no JSON together would be pino's bug; the line must not leave unscrubbed even so.
    return `${JSON.stringify({ level: 'error', msg: scrubText(line) })}\n`;
  }
}

function scrubValue(value: unknown): unknown {
  if (typeof value === 'string') return scrubText(value);
  if (Array.isArray(value))
    return value.map((inner, at) => (isSecretName(value[at - 1]) ? hidden : scrubValue(inner)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [scrubText(name), scrubField(name, inner)]),
  );
}

/** Counts and switches under such a name (`tokens: 5`, `passwordGiven: true`) tell nothing. */
function scrubField(name: string, value: unknown): unknown {
  const isTelling = typeof value === 'string' || typeof value === 'object';
  return isTelling && value !== null && isSecretName(name) ? hidden : scrubValue(value);
}

const secretWord =
  'pass(?:word|wd|phrase|code)?|secret(?:[-_]?key)?|token|authori[sz]ation|cookie|credentials?|csrf|xsrf|' +
  'api[-_]?key|private[-_]?key|access[-_]?key|session[-_]?id|signature';
const secretName = new RegExp(`^(?:[\\w-]*[-_])?(?:${secretWord})s?(?:[-_][\\w-]*)?$`, 'i');

/** `adminPassword`, `SECRET_KEY`, `set-cookie`, `x-api-key` …; in an array of raw headers the value follows the name. */
function isSecretName(name: unknown): boolean {
  // Of a long name its end: the pattern would be slow with a text that only looks like one.
  return typeof name === 'string' && secretName.test(name.slice(-200).replace(/([a-z\d])([A-Z])/g, '$1-$2'));
}

/** In order: what holds others comes first. Every repetition is bounded or starts at one place only, so none is slow. */
const looks: [RegExp, string][] = [
  // The password of an address such as redis://user:password@host, even one that should have been encoded.
  [/:\/\/[^\s/?#@"'<>]{0,256}:[^\s"'<>]{0,256}@/g, `://${hidden}@`],
  [/:\/\/[^\s/?#@"'<>]{1,256}@/g, `://${hidden}@`],
  // Addresses, RFC 5322 quoted and literal forms and percent-encoded ones included.
  [
    /(?:"[^"\n]{1,64}"|(?<![\p{L}\p{N}.!#$&*+=?^_`{|}~'%-])[\p{L}\p{N}.!#$&*+=?^_`{|}~'%-]+)(?:@|%40)(?:\[[^\]\s]{1,64}\]|[\p{L}\p{N}][\p{L}\p{N}.-]*)/gu,
    hidden,
  ],
  // Our own tokens for programs: see src/access/api-tokens.ts.
  [/\bbs_[\w-]{51}/g, hidden],
  // Header lines, up to the end of the line.
  [/\b((?:proxy-)?authorization|(?:set-)?cookie)(\\?["']?\s{0,3}[:=]\s{0,3})[^\r\n]+/gi, `$1$2${hidden}`],
  [/\b(bearer)\s+[\w.~+/=-]{8,}/gi, `$1 ${hidden}`],
  [/\b([Bb]asic)\s+(?=[\w+/]{1,512}[A-Z\d=])[\w+/=]{8,}/g, `$1 ${hidden}`],
  // password=…, "token": "…", api_key: …
  [
    new RegExp(`((?:${secretWord})s?\\\\?["']?\\s{0,3}[:=]\\s{0,3}\\\\?["']?)[^\\s"'&,;\\\\)}\\]]+`, 'gi'),
    `$1${hidden}`,
  ],
  [/\/(unsubscribe|preferences|confirm|export|delete|change|move)\/[\w.~%-]+/gi, `/$1/${hidden}`],
  // Our own hashes and what libraries call tokens: long, and of mixed letters and digits.
  [/(?<![\w$/-])scrypt\$[\w$-]+/g, hidden],
  [/(?<![\w-])(?=[\w-]{0,512}\d)(?=[\w-]{0,512}[A-Z])(?=[\w-]{0,512}[a-z])[\w-]{32,}/g, hidden],
  [/(?<![\w-])[\da-f]{40,}(?![\w-])/gi, hidden],
];

function scrubText(text: string): string {
  return looks.reduce((scrubbed, [pattern, replacement]) => scrubbed.replace(pattern, replacement), text);
}
