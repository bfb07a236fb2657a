import { type Command, Option } from 'commander';
import type { z } from 'zod';
import type { lumenView, publicationState, publicStatementView } from '../../contract/publishing/publications.js';
import { parseCount } from '../arguments.js';
import { addCommand, type Session } from '../command.js';
import type { CliDeps } from '../deps.js';
import { RefusedError, UsageError } from '../exit.js';
import { readInput } from '../input.js';
import { option, required } from '../options.js';
import { oneLine, printable } from '../text.js';
import { resolveNoticeId } from './resolve.js';

type Lumen = z.infer<typeof lumenView>;
type Statement = z.infer<typeof publicStatementView>;
type Either = Lumen | Statement;
type State = z.infer<typeof publicationState>;
type Redaction = NonNullable<Lumen['proposal']>['redactions'][number];

const PATHS = ['lumen', 'public-statement', 'statements'] as const;

export function addPublicationCommands(notices: Command, deps: CliDeps): void {
  addLumen(notices, deps);
  addStatement(notices, deps);
  addJudging(notices, deps);
  addSettle(notices, deps);
}

const noticePath = async ({ reader, args }: Session<object>, part: string) =>
  `/v1/notices/${await resolveNoticeId(reader, args[0] ?? '')}/${part}`;

function versionLines({ versions }: Either): string {
  if (versions.length === 0) return 'No version was written yet.\n';
  const lines = versions.map(({ version, state, yeses, yesesNeeded, digest, draftedBy, reason }) => {
    const why = reason === null ? '' : `: ${oneLine(reason)}`;
    return `version ${version}, ${state}${why}; by ${oneLine(draftedBy.name)}, ${yeses.length} of ${yesesNeeded} yeses\n  ${digest}\n`;
  });
  return lines.join('');
}

const stateText = ({ version, state, yeses, yesesNeeded, digest }: State) =>
  `version ${version}, ${state}; ${yeses} of ${yesesNeeded} yeses\n  ${digest}\n`;

const redactionLines = (title: string, redactions: readonly Redaction[]) =>
  redactions.length === 0
    ? ''
    : `${title}\n${redactions.map(({ kind, text }) => `  ${kind}: ${oneLine(text)}\n`).join('')}`;

const refusalLine = ({ unpublishable }: Either) =>
  unpublishable === null ? '' : `Nothing of it may be published: ${unpublishable.cure}\n`;

function lumenText(view: Lumen): string {
  const { proposal, sending, versions } = view;
  const texts =
    proposal === null
      ? ''
      : `${printable(proposal.title)}\n${printable(proposal.subject)}\n\n${printable(proposal.body)}\n\n`;
  const sent = versions.map(({ version, receipt, lastError }) => {
    const said = receipt ?? lastError;
    return said === null ? '' : `version ${version} at Lumen: ${oneLine(said)}\n`;
  });
  return [
    refusalLine(view),
    texts,
    redactionLines('Taken out of the proposal:', proposal?.redactions ?? []),
    versionLines(view),
    ...sent,
    redactionLines('Stands in the last version all the same:', versions[0]?.remaining ?? []),
    sending ? '' : 'LUMEN_URL is not set: what is approved waits.\n',
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
    summary: 'a notice for Lumen: the redacted proposal, and the versions',
    role: 'reviewer',
    examples: ['notices lumen N-2021-000002', 'notices lumen N-2021-000002 --json'],
    run: async (session) => session.show(await session.desk.get<Lumen>(await noticePath(session, 'lumen')), lumenText),
  });
  addCommand<LumenOptions>(notices, deps, {
    usage: 'draft-lumen <notice>',
    summary: 'write a version for Lumen; another person has to approve it',
    role: 'reviewer',
    unsafe: true,
    options: [
      option('--title <text>', 'in place of what is proposed'),
      option('--subject <text>', 'in place of what is proposed'),
      option('--reference <text>', 'in place of what is proposed'),
      option('--body-file <file>', 'the redacted text, in place of what is proposed (- for standard input)'),
      new Option('--items', 'tell the web addresses of its items, also where the proposal leaves them out'),
      new Option('--no-items', 'tell no web addresses of its items'),
    ],
    examples: ['notices draft-lumen N-2021-000002', 'notices draft-lumen N-2021-000002 --body-file redacted.txt'],
    async run(session) {
      const { desk, deps: own, options, idempotencyKey } = session;
      const path = await noticePath(session, 'lumen');
      const { proposal, unpublishable } = (await desk.get<Lumen>(path)).body;
      if (unpublishable !== null) throw new RefusedError(unpublishable.cure);
      const { title, subject, reference, bodyFile, items } = options;
      const body = {
        title: title ?? proposal?.title ?? '',
        subject: subject ?? proposal?.subject ?? '',
        reference: reference ?? proposal?.reference ?? '',
        body: bodyFile === undefined ? (proposal?.body ?? '') : await readInput(bodyFile, own.stdin),
        ...(items === undefined ? {} : { items }),
      };
      session.show(await desk.post<State>(path, body, idempotencyKey), stateText);
    },
  });
}

function statementText(view: Statement): string {
  const { figures, address, outdated } = view;
  const told =
    figures === null
      ? ''
      : Object.entries(figures)
          .map(([name, value]) => `  ${name}: ${oneLine(value)}\n`)
          .join('');
  return [
    refusalLine(view),
    told === '' ? '' : `Figures now:\n${told}`,
    versionLines(view),
    outdated ? 'The public version tells other figures: write another.\n' : '',
    address === null ? 'DESK_PUBLIC_STATEMENTS is off: nobody else reads it.\n' : `${address}\n`,
  ].join('');
}

function addStatement(notices: Command, deps: CliDeps): void {
  addCommand<object>(notices, deps, {
    usage: 'public-statement <notice>',
    summary: 'the public statement about a notice: figures now, and the versions',
    role: 'reviewer',
    examples: ['notices public-statement N-2021-000002'],
    run: async (session) =>
      session.show(await session.desk.get<Statement>(await noticePath(session, 'public-statement')), statementText),
  });
  addCommand<{ title: string; textFile: string }>(notices, deps, {
    usage: 'draft-statement <notice>',
    summary: 'write a version of its public statement; two other people have to approve it',
    role: 'reviewer',
    unsafe: true,
    options: [
      required('--title <text>', 'its heading'),
      required('--text-file <file>', 'what is said (- for standard input); the figures stand below it'),
    ],
    examples: ['notices draft-statement N-2021-000002 --title "An order of February" --text-file statement.txt'],
    async run(session) {
      const { title, textFile } = session.options;
      const body = { title, text: await readInput(textFile, session.deps.stdin) };
      const path = await noticePath(session, 'public-statement');
      session.show(await session.desk.post<State>(path, body, session.idempotencyKey), stateText);
    },
  });
}

interface JudgeOptions {
  what: (typeof PATHS)[number];
  number: number;
}

const judgeOptions = () => [
  new Option('--what <kind>', 'which publication').choices([...PATHS]).makeOptionMandatory(),
  required('--number <n>', 'of the version', parseCount),
];

function addJudging(notices: Command, deps: CliDeps): void {
  const judge = async (session: Session<JudgeOptions>, act: string, body: object) => {
    const { what, number } = session.options;
    const path = `${await noticePath(session, what)}/${number}/${act}`;
    session.show(await session.desk.post<State>(path, body, session.idempotencyKey), stateText);
  };
  addCommand<JudgeOptions & { digest: string }>(notices, deps, {
    usage: 'approve-publication <notice>',
    summary: "say yes to another person's version",
    role: 'approver',
    unsafe: true,
    options: [...judgeOptions(), required('--digest <digest>', 'of the version as you have read it')],
    examples: ['notices approve-publication N-2021-000002 --what lumen --number 1 --digest sha256:…'],
    run: (session) => judge(session, 'approve', { digest: session.options.digest }),
  });
  addCommand<JudgeOptions & { reason: string }>(notices, deps, {
    usage: 'return-publication <notice>',
    summary: 'give a version back to its author',
    role: 'approver',
    unsafe: true,
    options: [...judgeOptions(), required('--reason <text>', 'what is wrong with it')],
    examples: ['notices return-publication N-2021-000002 --what lumen --number 1 --reason "A name stands in it."'],
    run: (session) => judge(session, 'return', { reason: session.options.reason }),
  });
}

function addSettle(notices: Command, deps: CliDeps): void {
  addCommand<{ number: number; receipt?: string; again?: boolean }>(notices, deps, {
    usage: 'settle-lumen <notice>',
    summary: 'say whether Lumen has a version whose answer was lost',
    role: 'reviewer',
    unsafe: true,
    options: [
      required('--number <n>', 'of the version', parseCount),
      option('--receipt <text>', 'it is there: its address or number'),
      option('--again', 'it is not there: send it once more'),
    ],
    examples: [
      'notices settle-lumen N-2021-000002 --number 1 --receipt https://lumendatabase.org/notices/1',
      'notices settle-lumen N-2021-000002 --number 1 --again',
    ],
    async run(session) {
      const { number, receipt, again = false } = session.options;
      if ((receipt === undefined) !== again) throw new UsageError('Give either --receipt or --again.');
      const body = receipt === undefined ? { outcome: 'again' } : { outcome: 'taken', receipt };
      const path = `${await noticePath(session, 'lumen')}/${number}/settle`;
      session.show(await session.desk.post<State>(path, body, session.idempotencyKey), stateText);
    },
  });
}
