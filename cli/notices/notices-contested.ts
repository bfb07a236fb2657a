import { Option, type Command } from 'commander';
import { CONTESTED_TOPICS } from '../../domain/rulebook/contested.js';
import { addCommand } from '../command.js';
import type { CliDeps } from '../deps.js';
import { requiredOption } from '../options.js';
import { resolveNoticeId } from './resolve.js';

interface ContestedOptions {
  topic: string;
  decision: 'allow' | 'forbid';
  reason: string;
}

export function addContestedCommands(notices: Command, deps: CliDeps): void {
  addCommand<ContestedOptions>(notices, deps, {
    usage: 'decide-contested <notice>',
    summary:
      'decide a question that the law leaves contested; until then nothing is published and users are not notified',
    role: 'counsel',
    unsafe: true,
    options: [
      new Option('--topic <topic>', 'the contested rule').choices([...CONTESTED_TOPICS]).makeOptionMandatory(),
      new Option('--decision <decision>', 'whether the desk may do it')
        .choices(['allow', 'forbid'])
        .makeOptionMandatory(),
      requiredOption('--reason <text>', 'reason, for the record'),
    ],
    examples: [
      'notices decide-contested N-2021-000002 --topic publication --decision allow --reason "Opinion of 3 May"',
    ],
    async run(session) {
      const { desk, args, options, idempotencyKey } = session;
      const id = await resolveNoticeId(session.reader, args[0] ?? '');
      const { topic, decision, reason } = options;
      const body = { topic, allow: decision === 'allow', reason };
      const reply = await desk.post<{ topic: string; allow: boolean }>(
        `/v1/notices/${id}/contested-rules`,
        body,
        idempotencyKey,
      );
      session.show(reply, ({ topic: about, allow }) => `${about}: ${allow ? 'allowed' : 'not allowed'}\n`);
    },
  });
}
