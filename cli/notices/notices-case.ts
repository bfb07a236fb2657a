import type { Command } from 'commander';
import { ANSWER_DUTIES } from '../../domain/duties/duty.js';
import { REQUESTED_LETTERS } from '../../domain/letters/letter.js';
import { LINK_KINDS, SECRECY_LEVELS } from '../../domain/notices/notice.js';
import { addAct, stateLine } from './act.js';
import { addUphold } from './notices-counsel.js';
import { parseOneOf, parseCount } from '../arguments.js';
import type { CliDeps } from '../deps.js';
import { UsageError } from '../exit.js';
import { readInput } from '../input.js';
import { given, option, reasonOption, requiredOption, OPTION_HELP } from '../options.js';
import { buildOffer, offerOptions, type OfferOptions } from './offer-options.js';
import type { BreakGlassAccess, NoticeCommandAnswer } from '../view.js';

export function addCaseCommands(notices: Command, deps: CliDeps): void {
  addOwnership(notices, deps);
  addClockCommands(notices, deps);
  addClockMoves(notices, deps);
  addDialogue(notices, deps);
  addRecordKeeping(notices, deps);
  addUphold(notices, deps);
  addSecrecy(notices, deps);
  addEnding(notices, deps);
}

function addOwnership(notices: Command, deps: CliDeps): void {
  addAct(notices, deps, {
    usage: 'claim',
    summary: 'claim the notice; others cannot work on it until you release it',
    role: 'reviewer',
    examples: ['notices claim N-2021-000002'],
    body: () => ({}),
  });
  addAct(notices, deps, {
    usage: 'release',
    summary: 'release the notice to the queue',
    role: 'reviewer',
    examples: ['notices release N-2021-000002'],
    body: () => ({}),
  });
  addAct<{ to: string; note?: string }>(notices, deps, {
    usage: 'assign',
    summary: 'assign the notice to a person',
    role: 'reviewer',
    options: [requiredOption('--to <person>', 'email address or id'), option('--note <text>', 'hand-over note')],
    examples: ['notices assign N-2021-000002 --to reviewer2@desk.example --note "Posts 4 to 7 are open"'],
    body: ({ options: { to, note } }) => ({ to, ...given({ note }) }),
  });
}

function addClockCommands(notices: Command, deps: CliDeps): void {
  const readClockArg = ({ args }: { args: string[] }) => args[1] ?? '';
  addAct<{ to?: string }>(notices, deps, {
    usage: 'confirm-deadline <clock>',
    summary: 'confirm, as the second person, a deadline or an extension entered by someone else',
    role: 'reviewer2',
    options: [option('--to <time>', 'for an extension: the new due time that you have verified')],
    examples: ['notices confirm-deadline N-2021-000002 CLOCK'],
    body: (session) => ({ clock: readClockArg(session), ...given({ to: session.options.to }) }),
  });
  addAct(notices, deps, {
    usage: 'acknowledge <clock> <level>',
    route: 'acknowledge-escalation',
    summary: 'acknowledge an escalation; that level stops paging',
    role: 'counsel',
    examples: ['notices acknowledge N-2021-000002 CLOCK 2'],
    body: ({ args }) => ({ clock: args[1], level: positional(args[2], 'level') }),
  });
}

interface ExtendOptions {
  to?: string;
  by?: string;
  reason: string;
  reference: string;
  document?: string;
  documentNotice?: string;
}

function addClockMoves(notices: Command, deps: CliDeps): void {
  const readClockArg = ({ args }: { args: string[] }) => args[1] ?? '';
  addAct<ExtendOptions>(notices, deps, {
    usage: 'extend <clock>',
    summary: "extend a deadline on the authority's document; takes effect when another person has confirmed it",
    role: 'reviewer',
    options: [
      option('--to <time>', 'new due time, with offset'),
      option('--by <duration>', 'added to the current due time, e.g. PT12H or P2D'),
      reasonOption(),
      requiredOption('--reference <text>', "reference of the authority's document that grants more time"),
      option('--document <sha256>', 'the document itself: a document of this notice'),
      option('--document-notice <notice>', 'or a notice that is linked to this one'),
    ],
    examples: [
      'notices extend N-2021-000002 CLOCK --by PT12H --reason "Agreed by telephone" --reference "MeitY letter 12/2021" --document-notice N-2021-000003',
    ],
    async body(session) {
      const { to, by, reason, reference, document, documentNotice } = session.options;
      const notice = documentNotice === undefined ? undefined : await session.noticeId(documentNotice);
      return {
        clock: readClockArg(session),
        ...given({ to, by, document, notice }),
        reason,
        authorityReference: reference,
      };
    },
  });
  addAct<{ reason: string; reference?: string; reply?: number }>(notices, deps, {
    usage: 'pause <clock>',
    summary: 'pause a clock where its law allows; a push-back alone pauses no clock',
    role: 'reviewer',
    options: [
      reasonOption(),
      option('--reference <text>', "the authority's document, if there is one"),
      option('--reply <n>', 'the reply that resumed the clock but does not answer our question', parseCount),
    ],
    examples: ['notices pause N-2021-000002 CLOCK --reason "Manifest error: the URL leads nowhere"'],
    body: (session) => {
      const { reason, reference, reply } = session.options;
      return { clock: readClockArg(session), reason, ...given({ authorityReference: reference, reply }) };
    },
  });
  addAct<{ reason?: string; reply?: number }>(notices, deps, {
    usage: 'resume <clock>',
    summary: 'resume a paused clock; after a clarification, from when the recorded reply arrived',
    role: 'reviewer',
    options: [option('--reason <text>', 'why'), option('--reply <n>', 'the reply it counts from', parseCount)],
    examples: ['notices resume N-2021-000002 CLOCK --reason "The authority has corrected the URL"'],
    body: (session) => {
      const { reason, reply } = session.options;
      return { clock: readClockArg(session), ...given({ reason, reply }) };
    },
  });
}

function positional(text: string | undefined, name: string): number {
  try {
    return parseCount(text ?? '');
  } catch {
    throw new UsageError(`${name} is ${JSON.stringify(text)}; expected a whole number from 1.`);
  }
}

interface DialogueOptions extends OfferOptions {
  kind?: string;
  with: string;
  subject: string;
  proposal: string;
  meetingAt?: string;
  meetingMinutes?: string;
  meetingPlace?: string;
}

function buildMeeting({ meetingAt, meetingMinutes, meetingPlace }: DialogueOptions) {
  if (meetingAt !== undefined)
    return { at: meetingAt, ...given({ minutes: readMinutes(meetingMinutes), place: meetingPlace }) };
  if (meetingMinutes === undefined && meetingPlace === undefined) return undefined;
  throw new UsageError('A meeting proposal needs --meeting-at.');
}

const readMinutes = (text: string | undefined) =>
  text === undefined ? undefined : positional(text, '--meeting-minutes');

function addDialogue(notices: Command, deps: CliDeps): void {
  addAct<DialogueOptions>(notices, deps, {
    usage: 'request-dialogue',
    summary: 'write to an office: a request for dialogue, or another letter; it is sent immediately',
    role: 'approver',
    options: [
      option('--kind <kind>', `${REQUESTED_LETTERS.join(', ')} (default: dialogue_request)`),
      requiredOption('--with <office>', 'office or person to meet, or who gets the letter'),
      requiredOption('--subject <text>', 'subject of the meeting or letter'),
      requiredOption('--proposal <text>', 'your proposal; in other letters each line is a point'),
      option('--meeting-at <instant>', 'proposed time; a calendar invitation is attached'),
      option('--meeting-minutes <n>', 'duration in minutes (default: 60)'),
      option('--meeting-place <text>', 'place, or how to join'),
      ...offerOptions(),
    ],
    examples: [
      'notices request-dialogue N-2021-000003 --with "Office of the Minister" --subject "Order of 4 February" --proposal "A meeting this week"',
    ],
    body: ({ options }) => ({
      with: options.with,
      subject: options.subject,
      proposal: options.proposal,
      ...given({ kind: options.kind, meeting: buildMeeting(options), offer: buildOffer(options) }),
    }),
  });
  addAct<OfferOptions & { outcome: string; minutes?: string; minutesFile?: string }>(notices, deps, {
    usage: 'record-dialogue',
    summary: 'record the outcome of the dialogue',
    role: 'reviewer',
    options: [
      requiredOption('--outcome <text>', 'outcome of the dialogue'),
      option('--minutes <text>', 'minutes'),
      option('--minutes-file <file>', 'minutes from a file (- for standard input)'),
      ...offerOptions(),
    ],
    examples: ['notices record-dialogue N-2021-000003 --outcome "No agreement" --minutes-file minutes.txt'],
    async body({ options, deps: { stdin } }) {
      const { outcome, minutes, minutesFile } = options;
      const said = minutesFile ? await readInput(minutesFile, stdin) : (minutes ?? '');
      return { outcome, minutes: said, ...given({ offer: buildOffer(options) }) };
    },
  });
}

function addRecordKeeping(notices: Command, deps: CliDeps): void {
  addAct(notices, deps, {
    usage: 'link <as> <other>',
    summary: 'link the notice to an earlier one',
    role: 'reviewer',
    more: `AS is one of ${LINK_KINDS.join(', ')}.`,
    examples: ['notices link N-2021-000003 non_compliance_of N-2021-000001'],
    async body({ args, noticeId }) {
      const as = LINK_KINDS.find((kind) => kind === args[1]);
      if (as === undefined)
        throw new UsageError(`${args[1]} is not a kind of link. Choose from: ${LINK_KINDS.join(', ')}.`);
      return { notice: await noticeId(args[2] ?? ''), as };
    },
  });
  addAct<{ audience: string }>(notices, deps, {
    usage: 'annotate <text>',
    summary: 'add a note to the timeline',
    role: 'reviewer',
    options: [
      option(
        '--audience <audience>',
        'internal (default); or outward: shown on the authority portal and in the next letter',
        parseOneOf(['internal', 'outward']),
      ).default('internal'),
    ],
    examples: ['notices annotate N-2021-000002 "Called the designated officer, no answer"'],
    body: ({ args, options: { audience } }) => ({ text: args[1], audience }),
  });
}

interface SecrecyOptions {
  level: string;
  people?: string[];
  until?: string;
  reason: string;
}

function addSecrecy(notices: Command, deps: CliDeps): void {
  addAct<SecrecyOptions, NoticeCommandAnswer<{ cure?: string }>>(notices, deps, {
    usage: 'reclassify',
    summary:
      'change who has access to the notice; lower secrecy or other people need the same request by a second cleared person',
    role: 'reviewer',
    options: [
      requiredOption('--level <level>', 'new secrecy level', parseOneOf(SECRECY_LEVELS)),
      option('--people <who,...>', 'person ids or role:<role>, comma-separated', (text) => text.split(',')),
      option('--until <time>', 'when the secrecy expires'),
      reasonOption(),
    ],
    examples: [
      'notices reclassify N-2021-000002 --level gagged --people role:counsel,role:approver --reason "Court order of 4 February"',
    ],
    body: ({ options: { level, people, until, reason } }) => ({
      secrecy: { level, ...given({ people, until }) },
      reason,
    }),
    human: (answer) => `${[stateLine(answer), answer.result?.cure].filter(Boolean).join('\n')}\n`,
  });
  addAct<{ reason: string; hours?: number }, BreakGlassAccess>(notices, deps, {
    usage: 'break-glass',
    summary: 'take break-glass access to a secret notice for some hours; others are notified',
    role: 'counsel',
    options: [reasonOption(OPTION_HELP.reason), option('--hours <hours>', 'how many hours (default: 4)', parseCount)],
    examples: ['notices break-glass 018f0000-0000-7000-8000-000000000002 --reason "All named people have left"'],
    body: ({ options: { reason, hours } }) => given({ reason, hours }),
    human: ({ notice, until }) => `break-glass access to ${notice} until ${until}\n`,
  });
}

interface CloseOptions {
  reason: string;
  override?: boolean;
  met?: string[];
  unmet?: string[];
  notOwed?: string[];
}

function collectAnswers({ met = [], unmet = [], notOwed = [] }: Omit<CloseOptions, 'reason'>): object | undefined {
  const said = Object.entries({ met, unmet, not_owed: notOwed });
  const answers = said.flatMap(([answer, duties]) => duties.map((duty) => [duty, answer]));
  return answers.length === 0 ? undefined : Object.fromEntries(answers);
}

function addEnding(notices: Command, deps: CliDeps): void {
  addAct<CloseOptions>(notices, deps, {
    usage: 'close',
    summary: 'close the notice; refused while our own clocks are running',
    role: 'reviewer',
    options: [
      reasonOption('reason for closing'),
      option('--override', 'close despite running clocks and unmet duties (counsel only: --as counsel)'),
      option('--met <duty...>', `duties of the law that the answer met: ${ANSWER_DUTIES.join(', ')}`),
      option('--unmet <duty...>', 'duties that it did not meet; refused without an override unless they are contested'),
      option('--not-owed <duty...>', 'duties of an answer where none was due'),
    ],
    examples: ['notices close N-2021-000001 --reason "Everything restored" --met language form addressee'],
    body: ({ options: { reason, override, ...answers } }) =>
      given({ reason, override, duties: collectAnswers(answers) }),
  });
  addAct<{ reason: string }>(notices, deps, {
    usage: 'reopen',
    summary: 'reopen a closed notice',
    role: 'counsel',
    options: [reasonOption('what changed')],
    examples: ['notices reopen N-2021-000001 --reason "The ministry wrote again"'],
    body: ({ options: { reason } }) => ({ reason }),
  });
}
