import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { SHOWN_STATES } from '../../domain/mail/read-mail.js';
import { NOTICE_KINDS } from '../../domain/notices/notice.js';
import { parseOneOf, parseCount } from '../arguments.js';
import { addCommand, addList, type CommandSession } from '../command.js';
import type { CliDeps } from '../deps.js';
import { given, option, reasonOption, requiredOption, OPTION_HELP } from '../options.js';
import { printable } from '../text.js';
import type { InboundView, ReadReply, ReceivedNotice } from '../view.js';

interface TakeOptions {
  authority?: string;
  authorityName?: string;
  authorityCountry?: string;
  kind: string;
  jurisdiction: string;
  regime?: string;
  reference?: string;
  subject?: string;
  issuedAt?: string;
  language?: string;
  targetsFollow?: boolean;
  confirmAutomatic?: boolean;
}

export function addInboundCommands(program: Command, notices: Command, deps: CliDeps): void {
  const inbound = program.command('inbound').description('inbound mail');
  addMailList(inbound, deps);
  addTake(inbound, deps);
  addJoinAndReject(inbound, deps);
  addRaw(inbound, deps);
  addReadReply(notices, deps);
}

function addMailList(inbound: Command, deps: CliDeps): void {
  addList<InboundView>(inbound, deps, {
    usage: 'list',
    summary: 'list inbound mail, newest first',
    role: 'reviewer',
    filters: [option('--state <state>', SHOWN_STATES.join(', '), parseOneOf(SHOWN_STATES))],
    examples: ['inbound list --state held', 'inbound list --all --json'],
    path: '/v1/inbound',
    columns: [
      { head: 'id', value: ({ id }) => id },
      { head: 'received', value: ({ receivedAt }) => receivedAt },
      { head: 'from', value: ({ from }) => from, max: 40 },
      { head: 'signed', value: formatSigned },
      { head: 'signature', value: ({ authentication: { signature } }) => formatSignature(signature) },
      { head: 'seems', value: ({ proposal, state }) => (state === 'unread' ? '' : proposal.kind) },
      { head: 'state', value: formatState },
      { head: 'subject', value: ({ subject }) => subject, max: 60 },
    ],
    empty: 'No inbound mail.\n',
  });
}

function addTake(inbound: Command, deps: CliDeps): void {
  addCommand<TakeOptions>(inbound, deps, {
    usage: 'accept <mail>',
    summary:
      'create a notice from a mail: the mail and its attachments become documents, attached lists become targets',
    role: 'reviewer',
    unsafe: true,
    options: [
      requiredOption('--kind <kind>', 'kind of notice', parseOneOf(NOTICE_KINDS)),
      requiredOption('--jurisdiction <code>', 'jurisdiction, e.g. IN'),
      option('--authority <id>', OPTION_HELP.authority),
      option('--authority-name <name>', OPTION_HELP.authorityName),
      option('--authority-country <code>', OPTION_HELP.authorityCountry),
      option('--regime <id>', OPTION_HELP.regime),
      option('--reference <text>', OPTION_HELP.reference),
      option('--subject <text>', 'subject line'),
      option('--issued-at <time>', OPTION_HELP.issuedAt),
      option('--language <tag>', OPTION_HELP.language),
      option('--targets-follow', OPTION_HELP.targetsFollow),
      option('--confirm-automatic', 'even if the desk classifies it as a bounce or an automatic reply'),
    ],
    examples: ['inbound accept ID --authority in-meity --kind blocking_order --jurisdiction IN'],
    run: acceptMail,
  });
}

async function acceptMail(session: CommandSession<TakeOptions>): Promise<void> {
  const { authority, authorityName: name, authorityCountry: country, kind, jurisdiction, regime } = session.options;
  const { reference, subject, issuedAt, language, targetsFollow, confirmAutomatic } = session.options;
  const issuer = authority ?? (name === undefined ? undefined : { name, country });
  const body = given({
    authority: issuer,
    kind,
    jurisdiction,
    regime,
    reference,
    subject,
    issuedAt,
    language,
    targetsFollow,
    confirmAutomatic,
  });
  const path = `/v1/inbound/${session.args[0] ?? ''}/accept`;
  await session.send<ReceivedNotice>(path, body, ({ number, id }) => `${number}  ${id}\n`);
}

function addJoinAndReject(inbound: Command, deps: CliDeps): void {
  const said = ({ state, number }: InboundView) => `${state}${number === null ? '' : ` ${number}`}\n`;
  addCommand(inbound, deps, {
    usage: 'attach <mail> <notice>',
    summary: 'attach a mail to a notice as a reply',
    role: 'reviewer',
    unsafe: true,
    examples: ['inbound attach ID N-2021-000002'],
    async run(session) {
      const [mail = '', wanted = ''] = session.args;
      const notice = await session.noticeId(wanted);
      await session.send(`/v1/inbound/${mail}/attach`, { notice }, said);
    },
  });
  addCommand<{ reason: string }>(inbound, deps, {
    usage: 'reject <mail>',
    summary: 'dismiss a mail; it stays on record, and no one is notified',
    role: 'reviewer',
    unsafe: true,
    options: [reasonOption()],
    examples: ['inbound reject ID --reason "Advertisement"'],
    async run(session) {
      const { reason } = session.options;
      await session.send(`/v1/inbound/${session.args[0] ?? ''}/reject`, { reason }, said);
    },
  });
}

function addRaw(inbound: Command, deps: CliDeps): void {
  addCommand<{ out?: string }>(inbound, deps, {
    usage: 'raw <mail>',
    summary: 'get the original message; treat its content as untrusted',
    role: 'reviewer',
    options: [option('--out <file>', 'write it to this file, byte for byte')],
    examples: ['inbound raw ID --out mail.eml'],
    async run({ desk, deps: { stdout }, args, options }) {
      const bytes = await desk.getBytes(`/v1/inbound/${args[0] ?? ''}/raw`);
      if (options.out === undefined)
        stdout.write(`${printable(Buffer.from(bytes).toString('utf8').replaceAll('\r\n', '\n'))}\n`);
      else writeFileSync(options.out, bytes);
    },
  });
}

function addReadReply(notices: Command, deps: CliDeps): void {
  addCommand(notices, deps, {
    usage: 'read-reply <notice> <n>',
    summary: 'mark a reply from the authority as read',
    role: 'reviewer',
    unsafe: true,
    examples: ['notices read-reply N-2021-000002 1'],
    async run(session) {
      const [wanted = '', n = ''] = session.args;
      const id = await session.noticeId(wanted);
      const path = `/v1/notices/${id}/replies/${parseCount(n)}/read`;
      await session.send<ReadReply>(path, {}, ({ reply }) => `reply ${reply} marked as read\n`);
    },
  });
}

function formatSigned({ authentication, state }: InboundView): string {
  if (state === 'unread') return 'unverified';
  return authentication.aligned ? 'yes' : 'no';
}

function formatState({ state, number }: InboundView): string {
  if (state === 'unread') return 'unread (parsing)';
  return number === null ? state : `${state} ${number}`;
}

function formatSignature(signature: InboundView['authentication']['signature']): string {
  if (signature === null) return '';
  return `${signature.kind} ${signature.valid ? 'valid' : 'invalid'}`;
}
