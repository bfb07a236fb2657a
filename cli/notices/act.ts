import type { Command, Option } from 'commander';
import { addCommand, type CommandSession } from '../command.js';
import type { DemoRole } from '../connection.js';
import type { CliDeps } from '../deps.js';
import { commandOptions, type CommandOptions } from '../options.js';
import { resolveNoticeId } from './resolve.js';
import type { NoticeCommandAnswer, NoticeView } from '../view.js';

interface ActSpec<Options> {
  usage: string;
  /** Route name if it differs, or a function that derives it from the options. */
  route?: string | ((options: Options) => string);
  summary: string;
  role: DemoRole;
  options?: readonly Option[];
  examples: readonly string[];
  more?: string;
  body(session: CommandSession<Options & CommandOptions>, noticeId: string): Promise<object> | object;
  human?(answer: NoticeCommandAnswer, session: CommandSession<Options & CommandOptions>): string;
}

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

export function sendCommand<R>(
  { desk, options, idempotencyKey }: CommandSession<CommandOptions>,
  { id, command, body }: { id: string; command: string; body: object },
) {
  const { expectedVersion, comment } = options;
  const whole = {
    ...body,
    ...(expectedVersion === undefined ? {} : { expectedVersion }),
    ...(comment ? { comment } : {}),
  };
  return desk.post<NoticeCommandAnswer<R>>(`/v1/notices/${id}/${command}`, whole, idempotencyKey);
}

/**
 * Formats number, stage and version. The stage is absent if the person handed on a secret notice and lost access to it.
 */
export function stateLine({ number, stage, outcome, version }: Partial<NoticeView>): string {
  const where = [stage, outcome].filter(Boolean).join(', ') || 'no longer visible to you';
  return `${number}  ${where}  version ${version}`;
}

/** Drops undefined fields; the desk refuses null where a field may be absent. */
export function given(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
