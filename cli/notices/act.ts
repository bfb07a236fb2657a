import type { Command, Option } from 'commander';
import { addCommand, type Session } from '../command.js';
import type { DemoRole } from '../connection.js';
import type { CliDeps } from '../deps.js';
import { commandOptions, type CommandOptions } from '../options.js';
import { resolveNoticeId } from './resolve.js';
import type { CommandAnswer, NoticeView } from '../view.js';

/** A command of the contract's section 5, as the command line offers it. */
interface ActSpec<Options> {
  /** Name on the command line, with its arguments after the notice. */
  usage: string;
  /** Name in the route, where it differs, or what the options make of it. */
  route?: string | ((options: Options) => string);
  summary: string;
  role: DemoRole;
  options?: readonly Option[];
  examples: readonly string[];
  more?: string;
  body(session: Session<Options & CommandOptions>, noticeId: string): Promise<object> | object;
  /** What people read; without it: number, stage, version. */
  human?(answer: CommandAnswer, session: Session<Options & CommandOptions>): string;
}

/** Adds `<name> <notice> …`, which sends one command and prints the answer. */
export function addAct<Options extends object>(notices: Command, deps: CliDeps, spec: ActSpec<Options>): void {
  const [name = '', ...args] = spec.usage.split(' ');
  addCommand<Options & CommandOptions>(notices, deps, {
    usage: [name, '<notice>', ...args].join(' '),
    summary: spec.summary,
    role: spec.role,
    unsafe: true,
    options: [...(spec.options ?? []), ...commandOptions()],
    examples: spec.examples,
    ...(spec.more ? { more: spec.more } : {}),
    async run(session) {
      const id = await resolveNoticeId(session.reader, session.args[0] ?? '');
      const body = await spec.body(session, id);
      const { route = name } = spec;
      const command = typeof route === 'string' ? route : route(session.options);
      const reply = await sendCommand(session, { id, command, body });
      session.show(reply, (answer) => (spec.human ? spec.human(answer, session) : `${stateLine(answer)}\n`));
    },
  });
}

/** Sends one command with the options common to all of them. */
export function sendCommand<R>(
  { desk, options, idempotencyKey }: Session<CommandOptions>,
  { id, command, body }: { id: string; command: string; body: object },
) {
  const { expectedVersion, comment } = options;
  const whole = {
    ...body,
    ...(expectedVersion === undefined ? {} : { expectedVersion }),
    ...(comment ? { comment } : {}),
  };
  return desk.post<CommandAnswer<R>>(`/v1/notices/${id}/${command}`, whole, idempotencyKey);
}

/** Number, stage and version. Whoever hands a secret notice on may see no stage of it any more. */
export function stateLine({ number, stage, outcome, version }: Partial<NoticeView>): string {
  const where = [stage, outcome].filter(Boolean).join(', ') || 'no longer visible to you';
  return `${number}  ${where}  version ${version}`;
}

/** Fields that were given; the desk refuses null where a field may be absent. */
export function given(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
