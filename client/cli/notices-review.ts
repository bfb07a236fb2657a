import type { Command } from 'commander';
import { GROUNDS_BY_LANE } from '../../domain/ground.js';
import { LANES, type Lane } from '../../domain/lane.js';
import { AUTHENTICITIES } from '../../domain/notice.js';
import { RESTORE_CAUSES } from '../../domain/submission.js';
import { addAct, given, stateLine } from './act.js';
import { flattenList, oneOf } from './arguments.js';
import type { CliDeps } from './deps.js';
import { UsageError } from './exit.js';
import { option, required } from './options.js';
import { readSelection, selectionOptions, type SelectionOptions } from './selection.js';
import { submissionText } from './notice-text.js';
import { plural, rangesText } from './text.js';
import type { CommandAnswer } from './view.js';

/** What a reviewer does: confirm the facts, decide, put up for approval, restore. */
export function addReviewCommands(notices: Command, deps: CliDeps): void {
  addTriage(notices, deps);
  addDecide(notices, deps);
  addSubmitDecisions(notices, deps);
  addReinstate(notices, deps);
}

function addTriage(notices: Command, deps: CliDeps): void {
  addAct<TriageOptions>(notices, deps, {
    usage: 'triage',
    summary: 'confirm facts, law and authenticity; the notice goes to review',
    role: 'reviewer',
    options: [
      option('--regime <id>', 'another law; its clocks replace those running'),
      option('--authenticity <state>', 'who sent it', oneOf(AUTHENTICITIES)),
      option('--priority <priority>', 'how urgent'),
      option('--queue <queue>', 'who works on it'),
      option('--served-at <time>', 'when it was served, with offset; the clocks start anew'),
      option(
        '--fact <name=time...>',
        `an instant read from the paper: ${FACT_NAMES.join(', ')}; the clocks start anew`,
      ),
      option('--present <id...>', "items of the law's checklist that the paper contains"),
      option('--missing <id...>', 'items it lacks; a push-back letter names them'),
    ],
    examples: [
      'notices triage N-2021-000001 --regime IN-69A-EMERG --authenticity signer_verified',
      'notices triage N-2021-000001 --missing reasons --present letterhead',
      'notices triage N-2021-000001 --fact hearingAt=2021-02-02T10:00:00+05:30',
    ],
    more: 'The checklist of a law: `notice-desk rulebook show ID`, or `notices show --json`.',
    body: ({ options: { regime, authenticity, priority, queue, servedAt, fact, present, missing } }) =>
      given({
        regime,
        authenticity,
        priority,
        queue,
        facts: factsOf(servedAt, fact),
        checklist: checklistOf(present, missing),
      }),
  });
}

const FACT_NAMES = ['actualKnowledgeAt', 'clarifiedAt', 'obstacleEndedAt', 'courtConfirmedAt', 'hearingAt', 'issuedAt'];

interface TriageOptions {
  regime?: string;
  authenticity?: string;
  priority?: string;
  queue?: string;
  servedAt?: string;
  fact?: string[];
  present?: string[];
  missing?: string[];
}

function factsOf(servedAt: string | undefined, pairs: readonly string[] = []): Record<string, string> | undefined {
  const facts = Object.fromEntries(pairs.map(readFact));
  const all = servedAt === undefined ? facts : { ...facts, servedAt };
  return Object.keys(all).length === 0 ? undefined : all;
}

function readFact(pair: string): [string, string] {
  const [name = '', ...time] = pair.split('=');
  if (!FACT_NAMES.includes(name) || time.length === 0) {
    throw new UsageError(`--fact is NAME=TIME, and NAME one of ${FACT_NAMES.join(', ')}; not ${JSON.stringify(pair)}.`);
  }
  return [name, time.join('=')];
}

function checklistOf(present: readonly string[] = [], missing: readonly string[] = []): object | undefined {
  const answers = [...present.map((id) => [id, 'present']), ...missing.map((id) => [id, 'missing'])];
  return answers.length === 0 ? undefined : Object.fromEntries(answers);
}

interface DecideOptions extends SelectionOptions {
  to: Lane;
  ground: string[];
  country?: string[];
  note?: string;
}

interface DecideResult {
  matched: number;
  changed: number;
  protected: number[];
  alreadyRestricted: number[];
}

function addDecide(notices: Command, deps: CliDeps): void {
  addAct<DecideOptions>(notices, deps, {
    usage: 'decide',
    summary: 'draft decisions for a selection of targets',
    role: 'reviewer',
    options: [
      ...selectionOptions(),
      required('--to <lane>', 'what to decide', oneOf(LANES)),
      required('--ground <codes...>', 'why (notice-desk grounds lists them)').argParser(collect),
      option('--country <codes...>', 'where a withholding applies, e.g. IN').argParser(collect),
      option('--note <text>', 'in your words; needed with the ground "other"'),
    ],
    more: `Lanes: ${LANES.join(', ')}.`,
    examples: [
      'notices decide N-2021-000002 --protected --to push_back --ground protected_speech',
      'notices decide N-2021-000002 --targets 1,2,5-9 --to withhold --ground complied_under_protest --country IN',
      'notices decide N-2021-000002 --undecided --to remove_rules --ground own_rules',
    ],
    async body(session) {
      const { to, ground, country, note } = session.options;
      const grounds = flattenList(ground);
      checkGrounds(to, grounds);
      const countries = country ? flattenList(country) : undefined;
      return given({ select: await readSelection(session), lane: to, grounds, countries, note });
    },
    human: (answer) => renderDecided(answer as CommandAnswer<DecideResult>),
  });
}

/** commander hands values one by one; the list is made anew so that the option's default is never touched. */
function collect(value: string, earlier: string[] | undefined): string[] {
  return [...(earlier ?? []), value];
}

function checkGrounds(lane: Lane, grounds: readonly string[]): void {
  const fitting: readonly string[] = GROUNDS_BY_LANE[lane];
  const wrong = grounds.find((code) => !fitting.includes(code));
  if (wrong) throw new UsageError(`--ground ${wrong} does not fit ${lane}. Choose among: ${fitting.join(', ')}.`);
}

function renderDecided(answer: CommandAnswer<DecideResult>): string {
  const { result, counts } = answer;
  if (!result) return `${stateLine(answer)}\n`;
  const lines = [`${result.matched} matched, ${result.changed} changed, ${counts?.undecided ?? '?'} still undecided`];
  if (result.protected.length > 0) {
    lines.push(`${plural(result.protected.length, 'protected target')}: ${rangesText(result.protected)}`);
    lines.push('  An acting lane for these needs counsel as well.');
  }
  if (result.alreadyRestricted.length > 0) {
    lines.push(`${result.alreadyRestricted.length} already restricted: ${rangesText(result.alreadyRestricted)}`);
  }
  return `${lines.join('\n')}\n`;
}

interface LetterOptions {
  language?: string;
  salutation?: string;
  remarks?: string;
}

function addSubmitDecisions(notices: Command, deps: CliDeps): void {
  addAct<LetterOptions>(notices, deps, {
    usage: 'submit-decisions',
    route: 'submit',
    summary: 'freeze the draft and put it up for approval',
    role: 'reviewer',
    options: [
      option('--language <tag>', 'language of the letter (default en once a letter field is given)'),
      option('--salutation <text>', 'opening of the letter'),
      option('--remarks <text>', 'what the letter adds to the counts'),
    ],
    more: 'Prints the number and the digest that the approval must name.',
    examples: ['notices submit-decisions N-2021-000002 --language en --remarks "We ask for a dialogue."'],
    body: ({ options }) => given({ letter: letterOf(options) }),
    human: (answer) => {
      const { submission } = answer;
      if (!submission) return `${stateLine(answer)}\n`;
      return `${stateLine(answer)}\nsubmission ${submissionText(submission)}\n`;
    },
  });
}

function letterOf({ language, salutation, remarks }: LetterOptions): unknown {
  if (language === undefined && salutation === undefined && remarks === undefined) return undefined;
  return { language: language ?? 'en', fields: given({ salutation, remarks }) };
}

function addReinstate(notices: Command, deps: CliDeps): void {
  addAct<SelectionOptions & { cause: string; note: string }>(notices, deps, {
    usage: 'reinstate',
    summary: 'put up the restoring of targets; some causes the author may act on alone',
    role: 'reviewer',
    options: [
      ...selectionOptions(),
      required('--cause <cause>', RESTORE_CAUSES.join(', '), oneOf(RESTORE_CAUSES)),
      required('--note <text>', 'why, for the record'),
    ],
    examples: [
      'notices reinstate N-2021-000001 --lane withhold --cause unilateral --note "Newsworthy; after the meeting"',
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
