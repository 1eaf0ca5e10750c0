import { z } from 'zod';
import { Settings } from '../src/config/settings.js';
import { environmentSchema } from '../src/environment.js';

/** One setting: where it stands, what it is when nobody says otherwise, and what the comment beside it says. */
interface Setting {
  path: string;
  value: string;
  meaning: string;
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

const LINE = /^(?<indent> *)(?<key>[\w.-]+):(?: +(?<value>[^#\s](?:.*?[^\s])??))? *(?:# (?<meaning>.*))?$/;

/** docs/configuration.md: every setting of default.yaml with its default, what is allowed and what it does; every variable. */
export function describeConfiguration(yaml: string): string {
  const schema = z.toJSONSchema(Settings, { io: 'input', unrepresentable: 'any' });
  const settings = readSettings(yaml);
  const rooms = new Set(settings.map(({ path }) => path.split('.')[0] ?? ''));
  const parts = [...rooms].map((room) =>
    describeRoom(
      room,
      settings.filter(({ path }) => path.split('.')[0] === room),
      schema,
    ),
  );
  return [HEAD, ...parts, VARIABLES_HEAD, describeVariables(), ''].join('\n');
}

const HEAD = `# Configuration

Written from \`config/default.yaml\`, the schema that checks it and the environment's variables by \`npm run docs\`; change those, not this file.

Settings are read from the shipped \`config/default.yaml\`, with a file of the same name in \`CONFIG_DIR\` laid over it: name only what you
change. \`sources.yaml\`, \`topics.yaml\` and \`authors.yaml\` there replace the shipped ones whole. A wrong key or value stops the start
with the file, the path, what was expected and what was found.
`;

const VARIABLES_HEAD = `## Environment

Each can also be given as \`NAME_FILE\`, the path of a file that holds it. What they mean: [README](../README.md#environment).
`;

function describeRoom(room: string, settings: Setting[], schema: JsonSchema): string {
  const rows = settings
    .filter(({ path }) => path !== room)
    .map(({ path, value, meaning }) =>
      row([`\`${path}\``, code(value), describeAllowed(schemaAt(schema, path)), meaning]),
    );
  const about = settings.find(({ path }) => path === room)?.meaning;
  return [
    `## ${room}`,
    '',
    ...(about ? [`${about.charAt(0).toUpperCase()}${about.slice(1)}.`, ''] : []),
    row(['setting', 'default', 'allowed', 'does']),
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

const row = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

const code = (value: string) => (value === '' ? '–' : `\`${value}\``);

/** Raises when a line cannot be read, so that no setting is left out unseen. */
function readSettings(yaml: string): Setting[] {
  const path: string[] = [];
  return yaml
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const { indent = '', key = '', value = '', meaning = '' } = LINE.exec(line)?.groups ?? {};
      if (key === '') throw new Error(`default.yaml: this line cannot be described: ${line}`);
      path.length = indent.length / 2;
      path.push(key);
      return { path: path.join('.'), value, meaning };
    });
}

function schemaAt(schema: JsonSchema, path: string): JsonSchema {
  return path.split('.').reduce<JsonSchema>((at, key) => {
    const inner = at.properties?.[key] ?? at.additionalProperties;
    return typeof inner === 'object' ? inner : {};
  }, schema);
}

/** What the schema lets through, as far as it can be said in a few words. */
function describeAllowed(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.map(String).join(', ');
  if (schema.type === 'array' && typeof schema.items === 'object' && !Array.isArray(schema.items))
    return `list of ${describeAllowed(schema.items as JsonSchema) || 'values'}`;
  if (schema.type === 'integer' || schema.type === 'number')
    return `${schema.type === 'integer' ? 'whole number' : 'number'}${describeBounds(schema)}`;
  if (schema.type === 'string') return 'text';
  if (schema.type === 'boolean') return 'true or false';
  return '';
}

function describeBounds({ minimum, exclusiveMinimum, maximum }: JsonSchema): string {
  const low =
    exclusiveMinimum !== undefined ? `above ${exclusiveMinimum}` : minimum !== undefined && `from ${minimum}`;
  const high = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER && `to ${maximum}`;
  return [low === `from ${Number.MIN_SAFE_INTEGER}` ? false : low, high]
    .filter(Boolean)
    .map((bound) => ` ${bound}`)
    .join('');
}

function describeVariables(): string {
  const { properties = {}, required = [] } = z.toJSONSchema(environmentSchema, {
    io: 'output',
    unrepresentable: 'any',
  });
  const names = Object.keys(properties);
  return [
    row(['variable', 'default']),
    '|---|---|',
    ...names.map((name) => {
      const property = properties[name] as JsonSchema;
      const value = property.default === undefined ? '' : String(property.default);
      return row([`\`${name}\``, code(required.includes(name) ? value : '')]);
    }),
  ].join('\n');
}
