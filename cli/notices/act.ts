import type { Command, Option } from 'commander';
import { addCommand, type CommandSession, type Formatter } from '../command.js';
import type { DemoRole } from '../connection.js';
import type { CliDeps } from '../deps.js';
import { commandOptions, type CommandOptions, given } from '../options.js';
import type { NoticeCommandAnswer, NoticeView } from '../view.js';

interface ActSpec<Options, Answer> {
  usage: string;
  /** Route name if it differs, or a function that derives it from the options. */
  route?: string | ((options: Options) => string);
  summary: string;
  role: DemoRole;
  options?: readonly Option[];
  examples: readonly string[];
  more?: string;
  body(session: CommandSession<Options & CommandOptions>, noticeId: string): Promise<object> | object;
  human?(answer: Answer, session: CommandSession<Options & CommandOptions>): string;
}

export function addAct<Options extends object, Answer = NoticeCommandAnswer>(
  notices: Command,
  deps: CliDeps,
  spec: ActSpec<Options, Answer>,
): void {
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
      const id = await session.noticeId();
      const body = await spec.body(session, id);
      const { route = name } = spec;
      const command = typeof route === 'string' ? route : route(session.options);
      const human = (answer: Answer & Partial<NoticeView>) =>
        spec.human ? spec.human(answer, session) : `${stateLine(answer)}\n`;
      await sendCommand(session, { id, command, body }, human);
    },
  });
}

export function sendCommand<Answer>(
  { options: { expectedVersion, comment }, send }: CommandSession<CommandOptions>,
  { id, command, body }: { id: string; command: string; body: object },
  human: Formatter<Answer>,
): Promise<void> {
  const whole = { ...body, ...given({ expectedVersion, comment: comment || undefined }) };
  return send(`/v1/notices/${id}/${command}`, whole, human);
}

/**
 * Formats number, stage and version. The stage is absent if the person handed on a secret notice and lost access to it.
 */
export function stateLine({ number, stage, outcome, version }: Partial<NoticeView>): string {
  const where = [stage, outcome].filter(Boolean).join(', ') || 'no longer visible to you';
  return `${number}  ${where}  version ${version}`;
}
