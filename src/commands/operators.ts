import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { hashPassword } from '../access/passwords.js';
import type { App } from '../app.js';
import { UsageError } from '../errors.js';
import type { Operator, Role } from '../store/store.js';
import type { CommandContext } from './context.js';
import { formatTable } from './table.js';

/** Who may log in to /admin. */
export function addOperators(program: Command, context: CommandContext): void {
  const operators = program.command('operators').description('People who may log in to /admin.');
  operators
    .command('add')
    .description('Add an operator; a password is made and shown once.')
    .argument('<name>')
    .option('--role <role>', 'viewer (looks) or operator (acts)', readRole, 'operator')
    .action((name: string, { role }: { role: Role }) =>
      context.withApp([], (app) => add(app, name, role, context)),
    );
  operators
    .command('list')
    .description('List the operators.')
    .option('--json', 'print one JSON object an operator')
    .action(({ json }: { json?: boolean }) =>
      context.withApp([], (app) => list(app, json === true, context)),
    );
  operators
    .command('remove')
    .description('Remove an operator.')
    .argument('<name>')
    .action((name: string) => context.withApp([], (app) => remove(app, name, context)));
}

function readRole(text: string): Role {
  if (text === 'viewer' || text === 'operator') return text;
  throw new UsageError(`--role: expected viewer or operator, found "${text}"`);
}

async function add({ deps }: App, name: string, role: Role, { io }: CommandContext): Promise<void> {
  if (!/^[\p{L}\p{N}._-]{1,40}$/u.test(name)) {
    throw new UsageError('the name may hold letters, digits, dots, hyphens and underscores, 40 at most');
  }
  const password = randomBytes(12).toString('base64url');
  await deps.store.addOperator({ name, role, passwordHash: await hashPassword(password) });
  await deps.store.recordAudit({ who: 'command', action: 'operator added', detail: { name, role } });
  io.out(`${name} may log in as ${role} with the password ${password} (shown once)\n`);
}

async function list({ deps }: App, json: boolean, { io }: CommandContext): Promise<void> {
  const operators = (await deps.store.operators()).map(({ passwordHash: _hash, ...operator }) => operator);
  if (json) return io.out(operators.map((operator) => `${JSON.stringify(operator)}\n`).join(''));
  io.out(
    formatTable<Omit<Operator, 'passwordHash'>>(
      [
        { head: 'name', cell: ({ name }) => name },
        { head: 'role', cell: ({ role }) => role },
        { head: 'since', cell: ({ createdAt }) => createdAt.toISOString().slice(0, 10) },
      ],
      operators,
    ),
  );
}

async function remove({ deps }: App, name: string, { io }: CommandContext): Promise<void> {
  if (!(await deps.store.removeOperator(name))) throw new UsageError(`there is no operator named ${name}`);
  await deps.store.recordAudit({ who: 'command', action: 'operator removed', detail: { name } });
  io.out(`${name} is removed\n`);
}
