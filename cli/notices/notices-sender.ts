import type { Command } from 'commander';
import { SENDER_METHODS, SENDER_OUTCOMES } from '../../domain/notices/sender.js';
import { SENDER_POINTS } from '../../domain/notices/sender-points.js';
import { parseOneOf } from '../arguments.js';
import { addCommand, addList } from '../command.js';
import type { CliDeps } from '../deps.js';
import { given, option, requiredOption } from '../options.js';
import { printable } from '../text.js';
import { addAct, stateLine } from './act.js';
import type { AuthenticityView, SenderCheckView } from '../view.js';

export function addSenderCommands(notices: Command, deps: CliDeps): void {
  addVerifySender(notices, deps);
  addSenderChecks(notices, deps);
  addAuthenticity(notices, deps);
}

interface VerifyOptions {
  method: string;
  outcome: string;
  contact?: string;
  document?: string;
  note: string;
  point?: string[];
}

function addVerifySender(notices: Command, deps: CliDeps): void {
  addAct<VerifyOptions>(notices, deps, {
    usage: 'verify-sender',
    summary: 'record a check of the sender and its outcome',
    role: 'reviewer',
    options: [
      requiredOption('--method <method>', SENDER_METHODS.join(', '), parseOneOf(SENDER_METHODS)),
      requiredOption('--outcome <outcome>', SENDER_OUTCOMES.join(', '), parseOneOf(SENDER_OUTCOMES)),
      option(
        '--contact <contact>',
        'contact called: position in the directory entry (from 0), email address or telephone number',
      ),
      option('--document <sha256>', 'the known document of the notice'),
      requiredOption('--note <text>', 'what was seen or said, by whom'),
      option('--point <point...>', `checklist items checked: ${SENDER_POINTS.join(', ')}`),
    ],
    more: 'Call back a contact from the directory, never one from the document: `notice-desk authorities list --json`. The person who confirms the sender cannot approve alone. Earlier checks: `notice-desk notices sender-checks NOTICE`.',
    examples: [
      'notices verify-sender N-2021-000001 --method call_back --contact 0 --outcome confirmed --note "Cyber Laws Division, desk officer, by telephone"',
    ],
    body: ({ options: { method, outcome, contact, document, note, point: points } }) =>
      given({ method, outcome, contact, document, note, points }),
    human: (answer) => `${stateLine(answer)}\nsender ${answer.authenticity ?? ''}\n`,
  });
}

function addSenderChecks(notices: Command, deps: CliDeps): void {
  addList<SenderCheckView>(notices, deps, {
    usage: 'sender-checks <notice>',
    summary: 'list the checks of the sender: who, how and the outcome',
    role: 'reviewer',
    examples: ['notices sender-checks N-2021-000001'],
    path: async ({ noticeId }) => `/v1/notices/${await noticeId()}/sender-checks`,
    columns: [
      { head: 'at', value: (check) => check.at },
      { head: 'by', value: (check) => check.byName },
      { head: 'method', value: (check) => check.method },
      {
        head: 'contact',
        value: ({ contact, document }) => contact?.phone ?? contact?.email ?? document ?? '',
        max: 40,
      },
      { head: 'outcome', value: (check) => check.outcome },
      { head: 'points', value: ({ points }) => points?.length.toString() ?? '' },
      { head: 'note', value: (check) => check.note, max: 60 },
    ],
    empty: 'No sender checks yet.\n',
  });
}

function addAuthenticity(notices: Command, deps: CliDeps): void {
  addCommand<object>(notices, deps, {
    usage: 'authenticity <notice>',
    summary: 'show all evidence for and against the authenticity of the notice',
    role: 'reviewer',
    examples: ['notices authenticity N-2021-000001', 'notices authenticity N-2021-000001 --json'],
    run: async ({ noticeId, read }) => read(`/v1/notices/${await noticeId()}/authenticity`, dossierText),
  });
}

function dossierText({ authenticity, came, mails, directory, triggers, checks }: AuthenticityView): string {
  const lines = [
    `sender ${authenticity}, received by ${came.channel} at ${came.receivedAt}`,
    ...mails.map(({ from, authentication }) => `mail from ${from}: ${describeAuthentication(authentication)}`),
    ...triggers.map(({ code, words, basis }) => `! ${code}: ${words} (${basis.join(', ')})`),
    ...checks.map(
      ({ at, byName, method, outcome, open }) =>
        `${at} ${byName}: ${method} ${outcome}${open.length === 0 ? '' : `, open: ${open.join(', ')}`}`,
    ),
    ...directory.changes.map(
      ({ at, byName, fields }) =>
        `${at} ${byName} changed the directory: ${fields.map(({ field }) => field).join(', ')}`,
    ),
  ];
  return `${lines.map((line) => printable(line)).join('\n')}\n`;
}

function describeAuthentication(found: AuthenticityView['mails'][number]['authentication']): string {
  if (found === null) return 'not parsed';
  const { aligned, signature } = found;
  const signed = signature === null ? 'no signature' : `${signature.kind} ${signature.valid ? 'valid' : 'invalid'}`;
  return `${aligned ? 'domain signed' : 'domain not verified'}, ${signed}`;
}
