import { Option, type Command } from 'commander';
import { CONTESTED_TOPICS } from '../../domain/rulebook/contested.js';
import { addCommand } from '../command.js';
import type { CliDeps } from '../deps.js';
import { given, option, reasonOption, OPTION_HELP } from '../options.js';
import type { ContestedDecision, HeldNotice } from '../view.js';
import { addAct } from './act.js';

export function addCounselCommands(notices: Command, deps: CliDeps): void {
  addContested(notices, deps);
  addHold(notices, deps);
}

export function addUphold(notices: Command, deps: CliDeps): void {
  addAct<{ reason: string; document?: string }>(notices, deps, {
    usage: 'uphold-order',
    summary: 'enforce an order although it is withdrawn, lapsed, stayed or annulled',
    role: 'counsel',
    options: [
      reasonOption('reason; shown first to approvers'),
      option('--document <sha256>', 'supporting document of the notice'),
    ],
    examples: ['notices uphold-order N-2021-000002 --reason "The withdrawal refers to another order"'],
    body: ({ options: { reason, document } }) => given({ reason, document }),
  });
}

interface ContestedOptions {
  topic: string;
  decision: 'allow' | 'forbid';
  reason: string;
}

function addContested(notices: Command, deps: CliDeps): void {
  addCommand<ContestedOptions>(notices, deps, {
    usage: 'decide-contested <notice>',
    summary: 'decide a question that the law leaves contested; until then the stricter reading applies',
    role: 'counsel',
    unsafe: true,
    options: [
      new Option('--topic <topic>', 'the contested rule').choices([...CONTESTED_TOPICS]).makeOptionMandatory(),
      new Option('--decision <decision>', 'whether the desk may do it')
        .choices(['allow', 'forbid'])
        .makeOptionMandatory(),
      reasonOption(OPTION_HELP.reason),
    ],
    examples: [
      'notices decide-contested N-2021-000002 --topic publication --decision allow --reason "Opinion of 3 May"',
    ],
    async run(session) {
      const { topic, decision, reason } = session.options;
      const path = `/v1/notices/${await session.noticeId()}/contested-rules`;
      const body = { topic, allow: decision === 'allow', reason };
      await session.send<ContestedDecision>(
        path,
        body,
        (answer) => `${answer.topic}: ${answer.allow ? 'allowed' : 'not allowed'}\n`,
      );
    },
  });
}

const HOLD_WORDS: Readonly<Record<HeldNotice['state'], string>> = {
  held: 'under a legal hold: nothing in it will be erased',
  lift_requested: 'still under legal hold: another counsel or an approver must agree (notices lift-hold)',
  lifted: 'no longer under a legal hold',
};

/** A legal hold stops every erasure. One person sets it; two people lift it. */
function addHold(notices: Command, deps: CliDeps): void {
  const spec = {
    role: 'counsel' as const,
    options: [reasonOption(OPTION_HELP.reason)],
    body: ({ options: { reason } }: { options: { reason: string } }) => ({ reason }),
    human: ({ state }: HeldNotice) => `${HOLD_WORDS[state]}\n`,
  };
  addAct<{ reason: string }, HeldNotice>(notices, deps, {
    ...spec,
    usage: 'hold',
    summary: 'put the notice under a legal hold: nothing in it will be erased',
    examples: ['notices hold N-2021-000002 --reason "Litigation in Delhi expected"'],
  });
  addAct<{ reason: string }, HeldNotice>(notices, deps, {
    ...spec,
    usage: 'lift-hold',
    summary: 'request to lift a legal hold; it is lifted when another counsel or an approver requests it too',
    examples: [
      'notices lift-hold N-2021-000002 --reason "The case was settled"',
      'notices lift-hold N-2021-000002 --reason "Agreed" --as approver',
    ],
  });
}
