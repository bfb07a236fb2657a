import { InvalidArgumentError, type Command } from 'commander';
import {
  NECESSITY_QUESTIONS,
  type NecessityAnswers,
  type NecessityQuestion,
} from '../../domain/submissions/necessity.js';
import { addCommand } from '../command.js';
import type { CliDeps } from '../deps.js';
import { requiredOption } from '../options.js';
import { plural } from '../text.js';
import type { NecessityView } from '../view.js';

type Answer = NecessityAnswers[NecessityQuestion];

const ASKED: Record<NecessityQuestion, string> = {
  less_intrusive: 'does a less intrusive measure do?',
  narrowest: 'is this the narrowest scope?',
  outweighed: 'is the public interest outweighed by the harm to expression?',
};

/** The console asks before it submits; here the answers are given before `notices submit`. */
export function addNecessityCommands(notices: Command, deps: CliDeps): void {
  addCommand(notices, deps, {
    usage: 'necessity <notice>',
    summary: 'show whether necessity and proportion of the drafts have to be weighed, and what was answered',
    role: 'reviewer',
    examples: ['notices necessity N-2021-000002'],
    async run(session) {
      await session.read<NecessityView>(`/v1/notices/${await session.noticeId()}/necessity`, describe);
    },
  });
  addCommand<Record<string, Answer>>(notices, deps, {
    usage: 'answer-necessity <notice>',
    summary: 'answer the three questions on necessity for the drafts as they are; approvers read the answers',
    role: 'reviewer',
    unsafe: true,
    options: NECESSITY_QUESTIONS.map((question) =>
      requiredOption(
        `--${question.replaceAll('_', '-')} <answer>`,
        `${ASKED[question]} e.g. "no: it was tried"`,
        parseAnswer,
      ),
    ),
    examples: [
      'notices answer-necessity N-2021-000002 --less-intrusive "no: a label was tried" --narrowest "yes: India only" --outweighed "no: the post stays up elsewhere"',
    ],
    async run(session) {
      const { lessIntrusive, narrowest, outweighed } = session.options;
      const body = { less_intrusive: lessIntrusive, narrowest, outweighed };
      await session.send<NecessityView>(`/v1/notices/${await session.noticeId()}/necessity`, body, describe);
    },
  });
}

function parseAnswer(text: string): Answer {
  const [, answer, reason] = /^(yes|no)\s*:\s*(.*\S)\s*$/s.exec(text) ?? [];
  if ((answer !== 'yes' && answer !== 'no') || reason === undefined)
    throw new InvalidArgumentError('Expected yes or no and a reason, e.g. "no: a label was tried".');
  return { answer, reason };
}

function describe({ required, current, answered }: NecessityView): string {
  if (required.length === 0) return 'Nothing has to be answered.\n';
  const rules = required.map(
    ({ because, targets, source }) =>
      `${plural(targets, 'target')}: ${because.replaceAll('_', ' ')}${source === null ? '' : ` (${source})`}`,
  );
  const state = answered === null ? 'not answered' : current ? 'answered' : 'answered before the drafts changed';
  const answers = (answered?.answers ?? []).map(
    ({ question, answer, reason }) => `${ASKED[question]} ${answer}: ${reason}`,
  );
  return `${[...rules, state, ...answers].join('\n')}\n`;
}
