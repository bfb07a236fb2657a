import { type Command, Option } from 'commander';
import { parseCount } from '../../../cli/arguments.js';
import { addCommand, type CommandSession } from '../../../cli/command.js';
import type { CliDeps } from '../../../cli/deps.js';
import { RefusedError, UsageError } from '../../../cli/exit.js';
import { readInput } from '../../../cli/input.js';
import { option, reasonOption, requiredOption } from '../../../cli/options.js';
import { clipLine, printable } from '../../../cli/text.js';
import type { LumenView, PublicStatementView, PublicationState } from './view.js';

type Either = LumenView | PublicStatementView;
type Redaction = NonNullable<LumenView['proposal']>['redactions'][number];

const PATHS = ['lumen', 'public-statement', 'statements'] as const;

export function addPublicationCommands(notices: Command, deps: CliDeps): void {
  addLumen(notices, deps);
  addStatement(notices, deps);
  addJudging(notices, deps);
  addSettle(notices, deps);
}

const noticePath = async (session: CommandSession<object>, part: string) =>
  `/v1/notices/${await session.noticeId()}/${part}`;

function versionLines({ versions }: Either): string {
  if (versions.length === 0) return 'No versions yet.\n';
  const lines = versions.map(({ version, state, approvals, approvalsNeeded, digest, draftedBy, reason }) => {
    const why = reason === null ? '' : `: ${clipLine(reason)}`;
    return `version ${version}, ${state}${why}; by ${clipLine(draftedBy.name)}, ${approvals.length} of ${approvalsNeeded} approvals\n  ${digest}\n`;
  });
  return lines.join('');
}

const stateText = ({ version, state, approvals, approvalsNeeded, digest }: PublicationState) =>
  `version ${version}, ${state}; ${approvals} of ${approvalsNeeded} approvals\n  ${digest}\n`;

const redactionLines = (title: string, redactions: readonly Redaction[]) =>
  redactions.length === 0
    ? ''
    : `${title}\n${redactions.map(({ kind, text }) => `  ${kind}: ${clipLine(text)}\n`).join('')}`;

const refusalLine = ({ unpublishable }: Either) =>
  unpublishable === null ? '' : `Nothing about it may be published: ${unpublishable.cure}\n`;

function lumenText(view: LumenView): string {
  const { proposal, sending, versions } = view;
  const texts =
    proposal === null
      ? ''
      : `${printable(proposal.title)}\n${printable(proposal.subject)}\n\n${printable(proposal.body)}\n\n`;
  const sent = versions.map(({ version, receipt, lastError }) => {
    const said = receipt ?? lastError;
    return said === null ? '' : `version ${version} at Lumen: ${clipLine(said)}\n`;
  });
  return [
    refusalLine(view),
    texts,
    redactionLines('Redacted from the proposal:', proposal?.redactions ?? []),
    versionLines(view),
    ...sent,
    redactionLines('Still present in the last version:', versions[0]?.remaining ?? []),
    sending ? '' : 'LUMEN_URL is not set: approved versions will wait.\n',
  ].join('');
}

interface LumenOptions {
  title?: string;
  subject?: string;
  reference?: string;
  bodyFile?: string;
  items?: boolean;
}

function addLumen(notices: Command, deps: CliDeps): void {
  addCommand<object>(notices, deps, {
    usage: 'lumen <notice>',
    summary: 'show the redacted proposal for Lumen and its versions',
    role: 'reviewer',
    examples: ['notices lumen N-2021-000002', 'notices lumen N-2021-000002 --json'],
    run: async (session) => session.read(await noticePath(session, 'lumen'), lumenText),
  });
  addCommand<LumenOptions>(notices, deps, {
    usage: 'draft-lumen <notice>',
    summary: 'write a version for Lumen; another person must approve it',
    role: 'reviewer',
    unsafe: true,
    options: [
      option('--title <text>', 'replaces the proposed value'),
      option('--subject <text>', 'replaces the proposed value'),
      option('--reference <text>', 'replaces the proposed value'),
      option('--body-file <file>', 'redacted text, replaces the proposed one (- for standard input)'),
      new Option('--items', 'include the URLs of its targets, even where the proposal omits them'),
      new Option('--no-items', 'omit the URLs of its targets'),
    ],
    examples: ['notices draft-lumen N-2021-000002', 'notices draft-lumen N-2021-000002 --body-file redacted.txt'],
    async run(session) {
      const path = await noticePath(session, 'lumen');
      const { proposal, unpublishable } = (await session.desk.get<LumenView>(path)).body;
      if (unpublishable !== null) throw new RefusedError(unpublishable.cure);
      const { title, subject, reference, bodyFile, items } = session.options;
      const body = {
        title: title ?? proposal?.title ?? '',
        subject: subject ?? proposal?.subject ?? '',
        reference: reference ?? proposal?.reference ?? '',
        body: bodyFile === undefined ? (proposal?.body ?? '') : await readInput(bodyFile, session.deps.stdin),
        ...(items === undefined ? {} : { items }),
      };
      await session.send(path, body, stateText);
    },
  });
}

function statementText(view: PublicStatementView): string {
  const { figures, address, outdated } = view;
  const lines =
    figures === null
      ? ''
      : Object.entries(figures)
          .map(([name, value]) => `  ${name}: ${clipLine(value)}\n`)
          .join('');
  return [
    refusalLine(view),
    lines === '' ? '' : `Current figures:\n${lines}`,
    versionLines(view),
    outdated ? 'The public version has different figures: write a new one.\n' : '',
    address === null ? 'DESK_PUBLIC_STATEMENTS is off: the statement is not public.\n' : `${address}\n`,
  ].join('');
}

function addStatement(notices: Command, deps: CliDeps): void {
  addCommand<object>(notices, deps, {
    usage: 'public-statement <notice>',
    summary: 'show the public statement about a notice: current figures and versions',
    role: 'reviewer',
    examples: ['notices public-statement N-2021-000002'],
    run: async (session) => session.read(await noticePath(session, 'public-statement'), statementText),
  });
  addCommand<{ title: string; textFile: string }>(notices, deps, {
    usage: 'draft-statement <notice>',
    summary: 'write a version of the public statement; two other people must approve it',
    role: 'reviewer',
    unsafe: true,
    options: [
      requiredOption('--title <text>', 'heading'),
      requiredOption('--text-file <file>', 'text (- for standard input); the figures are added below it'),
    ],
    examples: ['notices draft-statement N-2021-000002 --title "An order of February" --text-file statement.txt'],
    async run(session) {
      const { title, textFile } = session.options;
      const body = { title, text: await readInput(textFile, session.deps.stdin) };
      const path = await noticePath(session, 'public-statement');
      await session.send(path, body, stateText);
    },
  });
}

interface JudgeOptions {
  what: (typeof PATHS)[number];
  number: number;
}

const judgeOptions = () => [
  new Option('--what <kind>', 'kind of publication').choices([...PATHS]).makeOptionMandatory(),
  requiredOption('--number <n>', 'number of the version', parseCount),
];

function addJudging(notices: Command, deps: CliDeps): void {
  const judge = async (session: CommandSession<JudgeOptions>, act: string, body: object) => {
    const { what, number } = session.options;
    const path = `${await noticePath(session, what)}/${number}/${act}`;
    await session.send(path, body, stateText);
  };
  addCommand<JudgeOptions & { digest: string }>(notices, deps, {
    usage: 'approve-publication <notice>',
    summary: "approve another person's version",
    role: 'approver',
    unsafe: true,
    options: [...judgeOptions(), requiredOption('--digest <digest>', 'digest of the version you have read')],
    examples: ['notices approve-publication N-2021-000002 --what lumen --number 1 --digest sha256:…'],
    run: (session) => judge(session, 'approve', { digest: session.options.digest }),
  });
  addCommand<JudgeOptions & { reason: string }>(notices, deps, {
    usage: 'return-publication <notice>',
    summary: 'return a version to its author',
    role: 'approver',
    unsafe: true,
    options: [...judgeOptions(), reasonOption('what must change')],
    examples: ['notices return-publication N-2021-000002 --what lumen --number 1 --reason "It contains a name."'],
    run: (session) => judge(session, 'return', { reason: session.options.reason }),
  });
}

function addSettle(notices: Command, deps: CliDeps): void {
  addCommand<{ number: number; receipt?: string; again?: boolean }>(notices, deps, {
    usage: 'settle-lumen <notice>',
    summary: 'record whether Lumen received a version when its response was lost',
    role: 'reviewer',
    unsafe: true,
    options: [
      requiredOption('--number <n>', 'number of the version', parseCount),
      option('--receipt <text>', 'Lumen has it: its URL or number'),
      option('--again', 'Lumen does not have it: send it again'),
    ],
    examples: [
      'notices settle-lumen N-2021-000002 --number 1 --receipt https://lumendatabase.org/notices/1',
      'notices settle-lumen N-2021-000002 --number 1 --again',
    ],
    async run(session) {
      const { number, receipt, again = false } = session.options;
      if ((receipt === undefined) !== again) throw new UsageError('Give either --receipt or --again.');
      const body = receipt === undefined ? { outcome: 'again' } : { outcome: 'accepted', receipt };
      const path = `${await noticePath(session, 'lumen')}/${number}/settle`;
      await session.send(path, body, stateText);
    },
  });
}
