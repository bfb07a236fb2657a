import { FACT_FIELDS } from '../../domain/rulebook/regime.js';
import type { Command } from 'commander';
import { AUTHENTICITIES, PRIORITIES } from '../../domain/notices/notice.js';
import { CONTENT_CATEGORIES } from '../../domain/reports/content-category.js';
import { RESTORE_CAUSES } from '../../domain/submissions/submission.js';
import { buildOffer, offerOptions, type OfferOptions } from './offer-options.js';
import { addAct, stateLine } from './act.js';
import { parseOneOf } from '../arguments.js';
import type { CliDeps } from '../deps.js';
import { UsageError } from '../exit.js';
import { addCommand } from '../command.js';
import { given, option, requiredOption, OPTION_HELP } from '../options.js';
import { readSelection, selectionOptions, type SelectionOptions } from './selection.js';
import { addSenderCommands } from './notices-sender.js';
import { submissionText } from './notice-text.js';
import { printable } from '../text.js';
import type { RestoreBasisView } from '../view.js';

export function addReviewCommands(notices: Command, deps: CliDeps): void {
  addTriage(notices, deps);
  addSenderCommands(notices, deps);
  addSubmitDecisions(notices, deps);
  addReinstate(notices, deps);
  addRestoreBasis(notices, deps);
}

function addTriage(notices: Command, deps: CliDeps): void {
  addAct<TriageOptions>(notices, deps, {
    usage: 'triage',
    summary: 'confirm facts, law and authenticity; moves the notice to review',
    role: 'reviewer',
    options: [
      option('--regime <id>', 'change the law; its clocks replace the running ones'),
      option('--authenticity <state>', 'lower the authenticity; verify-sender raises it', parseOneOf(AUTHENTICITIES)),
      option('--priority <priority>', `priority: ${PRIORITIES.join(', ')}`, parseOneOf(PRIORITIES)),
      option('--queue <queue>', 'queue that handles it'),
      option(
        '--category <category>',
        `category, for reports: ${CONTENT_CATEGORIES.join(', ')}`,
        parseOneOf(CONTENT_CATEGORIES),
      ),
      option('--served-at <time>', 'when it was served, with offset; restarts the clocks'),
      option('--fact <name=time...>', `a time stated in the document: ${FACT_NAMES.join(', ')}; restarts the clocks`),
      option('--present <id...>', "items of the law's checklist that the document contains"),
      option('--missing <id...>', 'items it lacks; named in a push-back letter'),
    ],
    examples: [
      'notices triage N-2021-000001 --regime IN-69A-EMERG',
      'notices triage N-2021-000001 --missing reasons --present letterhead',
      'notices triage N-2021-000001 --fact hearingAt=2021-02-02T10:00:00+05:30',
    ],
    more: 'The checklist of a law: `notice-desk rulebook show ID`, or `notices show --json`.',
    body: ({ options: { regime, authenticity, priority, queue, category, servedAt, fact, present, missing } }) =>
      given({
        regime,
        authenticity,
        priority,
        queue,
        category,
        facts: buildFacts(servedAt, fact),
        checklist: buildChecklist(present, missing),
      }),
  });
}

const FACT_NAMES: readonly string[] = [...FACT_FIELDS, 'issuedAt'];

interface TriageOptions {
  regime?: string;
  authenticity?: string;
  priority?: string;
  category?: string;
  queue?: string;
  servedAt?: string;
  fact?: string[];
  present?: string[];
  missing?: string[];
}

function buildFacts(servedAt: string | undefined, pairs: readonly string[] = []): Record<string, string> | undefined {
  const facts = Object.fromEntries(pairs.map(readFact));
  const all = servedAt === undefined ? facts : { ...facts, servedAt };
  return Object.keys(all).length === 0 ? undefined : all;
}

function readFact(pair: string): [string, string] {
  const [name = '', ...time] = pair.split('=');
  if (!FACT_NAMES.includes(name) || time.length === 0) {
    throw new UsageError(
      `--fact takes NAME=TIME with NAME one of ${FACT_NAMES.join(', ')}; not ${JSON.stringify(pair)}.`,
    );
  }
  return [name, time.join('=')];
}

function buildChecklist(present: readonly string[] = [], missing: readonly string[] = []): object | undefined {
  const answers = [...present.map((id) => [id, 'present']), ...missing.map((id) => [id, 'missing'])];
  return answers.length === 0 ? undefined : Object.fromEntries(answers);
}

interface LetterOptions extends OfferOptions {
  language?: string;
  salutation?: string;
  remarks?: string;
  emergency?: boolean;
}

function addSubmitDecisions(notices: Command, deps: CliDeps): void {
  addAct<LetterOptions>(notices, deps, {
    usage: 'submit-decisions',
    route: 'submit',
    summary: 'freeze the draft and submit it for approval',
    role: 'reviewer',
    options: [
      option('--language <tag>', 'language of the letters, e.g. de or pt-BR (default: that of the notice)'),
      option('--salutation <text>', 'salutation of the letter'),
      option('--remarks <text>', 'remarks added to the letter'),
      ...offerOptions(),
      option(
        '--emergency',
        'enforce after one approval, ratify by the full quorum later; only for orders due within one hour',
      ),
    ],
    more: 'Prints the number and the digest that the approval must name.',
    examples: [
      'notices submit-decisions N-2021-000002 --language en --remarks "We ask for a dialogue."',
      'notices submit-decisions N-2021-000004 --emergency',
    ],
    body: ({ options }) => given({ letter: buildLetter(options), emergency: options.emergency }),
    human: (answer) => {
      const { submission } = answer;
      if (!submission) return `${stateLine(answer)}\n`;
      return `${stateLine(answer)}\nsubmission ${submissionText(submission)}\n`;
    },
  });
}

function buildLetter({ language, salutation, remarks, ...proposed }: LetterOptions): unknown {
  const offer = buildOffer(proposed);
  if ([language, salutation, remarks, offer].every((part) => part === undefined)) return undefined;
  return { ...given({ language }), fields: given({ salutation, remarks }), ...given({ offer }) };
}

function basisText({ causes, preservedUntil }: RestoreBasisView): string {
  const lines = causes.map(({ cause, alone }) => {
    const shown = alone === null ? 'another person must approve' : Object.values(alone).join('  ');
    return `${cause}  ${printable(shown)}\n`;
  });
  const kept = preservedUntil === null ? '' : `preserved until ${preservedUntil}: releasing it needs another person\n`;
  return `${lines.join('')}${kept}`;
}

function addRestoreBasis(notices: Command, deps: CliDeps): void {
  addCommand(notices, deps, {
    usage: 'restore-basis <notice>',
    summary: 'show which causes of restoration the record supports, and who must approve',
    role: 'reviewer',
    examples: ['notices restore-basis N-2021-000001'],
    run: async ({ noticeId, read }) => read(`/v1/notices/${await noticeId()}/restore-basis`, basisText),
  });
}

function addReinstate(notices: Command, deps: CliDeps): void {
  addAct<SelectionOptions & { cause: string; note: string }>(notices, deps, {
    usage: 'reinstate',
    summary: 'submit a restoration of targets; another person must approve unless the record shows the cause',
    role: 'reviewer',
    options: [
      ...selectionOptions(),
      requiredOption('--cause <cause>', RESTORE_CAUSES.join(', '), parseOneOf(RESTORE_CAUSES)),
      requiredOption('--note <text>', OPTION_HELP.reason),
    ],
    examples: [
      'notices reinstate N-2021-000001 --action withhold --cause unilateral --note "Newsworthy; after the meeting"',
    ],
    async body(session) {
      const { cause, note } = session.options;
      return { select: await readSelection(session), cause, note };
    },
    human: (answer) => {
      const { submission } = answer;
      return `${stateLine(answer)}\n${submission ? `submission ${submissionText(submission)}\n` : ''}`;
    },
  });
}
