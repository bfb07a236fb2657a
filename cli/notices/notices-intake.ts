import { basename, extname } from 'node:path';
import { getErrorMessage } from '../../domain/error-parts.js';
import type { Command } from 'commander';
import { LINK_KINDS, NOTICE_KINDS, SECRECY_LEVELS } from '../../domain/notices/notice.js';
import { flattenList, parseOneOf, parseDeadline, parseRelation } from '../arguments.js';
import { addCommand, type CommandSession } from '../command.js';
import type { CliDeps } from '../deps.js';
import { UsageError } from '../exit.js';
import { readFileBytes, readInput } from '../input.js';
import { option, OPTION_HELP } from '../options.js';
import { readTargetFile } from './target-file.js';
import { dueText, plural, printable } from '../text.js';
import type { AddedDocument, ReceivedNotice } from '../view.js';

interface SubmitOptions {
  authority?: string;
  authorityName?: string;
  authorityCountry?: string;
  kind?: string;
  jurisdiction?: string;
  regime?: string;
  reference?: string;
  subject?: string;
  bodyFile?: string;
  issuedAt?: string;
  servedAt?: string;
  receivedAt?: string;
  deadline?: unknown;
  targets?: string;
  targetsFollow?: boolean;
  targetsChecked?: boolean;
  relatesTo?: string[];
  secrecy?: string;
  people?: string[];
  secrecyUntil?: string;
  channel?: string;
  language?: string;
  document?: string[];
}

export function addIntakeCommands(notices: Command, deps: CliDeps): void {
  addSubmit(notices, deps);
  addDocumentCommand(notices, deps);
}

function addSubmit(notices: Command, deps: CliDeps): void {
  addCommand<SubmitOptions>(notices, deps, {
    usage: 'submit [file]',
    summary: 'submit a notice: a JSON file (- for standard input), options, or both',
    role: 'intake',
    unsafe: true,
    options: submitOptions(),
    more: 'Options take precedence over the file. The targets file is .csv (type,locator,note), .xlsx, .ndjson, .json, .pdf or plain text.\nPreview its targets with: notice-desk targets read FILE',
    examples: [
      'notices submit order.json',
      'notices submit --authority in-meity --kind blocking_order --jurisdiction IN --regime IN-69A-EMERG \\\n      --reference "No. 1" --subject "Block" --body-file order.txt --issued-at 2021-01-31T18:00:00+05:30 \\\n      --deadline PT4H --targets list.txt',
      'notices submit - --relates-to N-2021-000001:non_compliance_of < notice.json',
    ],
    run: submitNotice,
  });
}

function submitOptions() {
  return [
    option('--authority <id>', OPTION_HELP.authority),
    option('--authority-name <name>', OPTION_HELP.authorityName),
    option('--authority-country <code>', OPTION_HELP.authorityCountry),
    option('--kind <kind>', 'kind of notice', parseOneOf(NOTICE_KINDS)),
    option('--jurisdiction <code>', 'jurisdiction, e.g. IN'),
    option('--regime <id>', OPTION_HELP.regime),
    option('--reference <text>', OPTION_HELP.reference),
    option('--subject <text>', 'subject line'),
    option('--body-file <file>', 'text of the notice'),
    option('--issued-at <time>', OPTION_HELP.issuedAt),
    option('--served-at <time>', 'when it was served'),
    option('--received-at <time>', 'when we received it (default: now)'),
    option('--deadline <when>', 'PT4H, a time with offset, or immediately', parseDeadline),
    option('--targets <file>', 'list of targets (- for standard input)'),
    option('--targets-checked', OPTION_HELP.checked),
    option('--targets-follow', OPTION_HELP.targetsFollow),
    option('--relates-to <notice:as...>', `earlier notice and relation: ${LINK_KINDS.join(', ')}`),
    option('--secrecy <level>', SECRECY_LEVELS.join(', '), parseOneOf(SECRECY_LEVELS)),
    option('--people <ids...>', 'people with access (ids or role:ROLE)'),
    option('--secrecy-until <time>', 'when secrecy ends'),
    option('--channel <name>', 'how it was received (default: api)'),
    option('--language <tag>', OPTION_HELP.language),
    option('--document <files...>', 'documents to attach'),
  ];
}

async function submitNotice(session: CommandSession<SubmitOptions>): Promise<void> {
  const body = { ...(await readNoticeFile(session)), ...(await fromOptions(session)) };
  if (Object.keys(body).length === 0) {
    throw new UsageError(
      'Nothing to submit. Give a notice file, or options such as --authority, --kind and --targets.',
    );
  }
  await session.send<ReceivedNotice>('/v1/notices', body, (notice) => {
    const lines = [`${notice.number}  ${notice.stage}  ${notice.id}`];
    if (notice.targetsAccepted !== undefined) {
      lines.push(
        `${plural(notice.targetsAccepted, 'target')} accepted, ${notice.targetsMerged ?? 0} duplicates merged, ${notice.targetsFlagged ?? 0} flagged`,
      );
    }
    if (notice.nextDue)
      lines.push(`next due: ${notice.nextDue.kind} ${dueText(notice.nextDue.dueAt, session.deps.nowMs())}`);
    return `${lines.map(printable).join('\n')}\n`;
  });
}

async function readNoticeFile({ args, deps }: CommandSession<SubmitOptions>): Promise<Record<string, unknown>> {
  const [path] = args;
  if (path === undefined) return {};
  const text = await readInput(path, deps.stdin);
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body };
  } catch (error) {
    throw new UsageError(`${path} is not JSON: ${getErrorMessage(error)}`);
  }
  throw new UsageError(`${path} must contain one JSON object, the notice.`);
}

async function fromOptions(session: CommandSession<SubmitOptions>): Promise<Record<string, unknown>> {
  const { options, deps } = session;
  const fields: Record<string, unknown> = {
    kind: options.kind,
    jurisdiction: options.jurisdiction,
    regime: options.regime,
    reference: options.reference,
    subject: options.subject,
    issuedAt: options.issuedAt,
    servedAt: options.servedAt,
    receivedAt: options.receivedAt,
    orderedDeadline: options.deadline,
    channel: options.channel,
    language: options.language,
    targetsFollow: options.targetsFollow,
    authority: readAuthority(options),
    secrecy: readSecrecy(options),
    body: options.bodyFile === undefined ? undefined : await readInput(options.bodyFile, deps.stdin),
    targets:
      options.targets === undefined
        ? undefined
        : await readTargetFile(session, { path: options.targets, isChecked: options.targetsChecked === true }),
    documents: options.document?.map(readDocument),
    relatesTo: await readRelations(session),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function readAuthority({ authority, authorityName, authorityCountry }: SubmitOptions): unknown {
  if (authorityName === undefined) return authority;
  if (authority !== undefined) throw new UsageError('Use either --authority or --authority-name, not both.');
  if (authorityCountry === undefined) throw new UsageError('--authority-name needs --authority-country as well.');
  return { name: authorityName, country: authorityCountry };
}

function readSecrecy({ secrecy, people, secrecyUntil }: SubmitOptions): unknown {
  if (secrecy === undefined) {
    if (people || secrecyUntil)
      throw new UsageError('--people and --secrecy-until need --secrecy restricted or gagged.');
    return undefined;
  }
  const named = flattenList(people);
  return {
    level: secrecy,
    ...(named.length > 0 ? { people: named } : {}),
    ...(secrecyUntil ? { until: secrecyUntil } : {}),
  };
}

async function readRelations({ options, noticeId }: CommandSession<SubmitOptions>) {
  if (!options.relatesTo) return undefined;
  const relations = flattenList(options.relatesTo).map((text) => parseRelation(text, LINK_KINDS));
  return Promise.all(relations.map(async ({ notice, as }) => ({ notice: await noticeId(notice), as })));
}

const MEDIA_TYPES: Record<string, string> = {
  '.pdf': 'application/pdf',
  '.txt': 'text/plain',
  '.csv': 'text/csv',
  '.eml': 'message/rfc822',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
};

function readDocument(path: string) {
  const { bytes, ...facts } = openDocument(path);
  return { ...facts, contentBase64: bytes.toString('base64') };
}

function openDocument(path: string) {
  const mediaType = MEDIA_TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream';
  return { name: basename(path), mediaType, bytes: readFileBytes(path) };
}

function addDocumentCommand(notices: Command, deps: CliDeps): void {
  addCommand(notices, deps, {
    usage: 'add-document <notice> <file>',
    summary: 'add a document from the authority, at any stage except closed; adding the same file again has no effect',
    role: 'reviewer',
    unsafe: true,
    examples: ['notices add-document N-2021-000002 reminder.pdf'],
    async run(session) {
      const [reference = '', path = ''] = session.args;
      const id = await session.noticeId(reference);
      const sent = openDocument(path);
      const reply = await session.desk.postBytes<AddedDocument>(
        `/v1/notices/${id}/documents`,
        sent,
        session.idempotencyKey,
      );
      session.show(
        reply,
        ({ name, sha256, added }) => `${printable(name)} ${added ? 'added' : 'already present'}  ${sha256}\n`,
      );
    },
  });
}
