import type { Clock } from '../../http/types.js';
import { formatAmount, formatDuration, formatInstant, formatList, formatSecond } from '../../parts/format.js';
import { en } from '../../words/en/index.js';
import type { Words } from '../../words/use-words.js';
import type { Unit, Roll } from '../../../domain/clock-arithmetic/counting-words.js';
import type { Role } from '../../../domain/people/permission.js';
import type { Citation } from '../../../domain/rulebook/citation.js';
import type { Confidence } from '../../../domain/rulebook/confidence.js';
import { channelText } from '../channel-text.js';
import { hasKey } from '../../../domain/record-keys.js';
import { joinTexts } from '../../parts/texts.js';

/** The parts of a deadline receipt that are put into words; copy and download use the full receipt. */
export interface DeadlineReceipt {
  zone: string;
  working: string[];
  facts: Record<string, string>;
  rule: {
    basis?: string;
    startsOn?: string;
    countsFrom: string;
    amount: number;
    unit: Unit;
    dueTime?: string;
    roll?: Roll;
  };
  regime: { id: string; version: string };
  calendar: { id: string; version: string } | null;
  tzVersion: string;
  source: string;
  confidence: Confidence;
  reviewer: string | null;
  citation?: Citation;
}

export const readReceipt = ({ receipt }: Pick<Clock, 'receipt'>) => receipt as unknown as DeadlineReceipt;

export interface ReceiptStep {
  mark: string;
  say: string;
}

const WANTED: Record<string, keyof typeof en.notice.receipt.instead> = {
  issue: 'issued',
  service: 'served',
  deemed_service: 'deemed_served',
  receipt: 'received',
};

/** Explains in sentences, step by step, how the due date was computed. */
export function listReceiptSteps(clock: Clock, { channel }: { channel: string }, t: Words): ReceiptStep[] {
  const receipt = readReceipt(clock);
  const { rule, zone, facts } = receipt;
  const at = facts[rule.countsFrom] ?? clock.startsAt;
  return [
    { mark: formatSecond(at, zone), say: startText(receipt, channel, t) },
    ...(rule.amount === 0 ? [] : [{ mark: `+ ${amountText(rule, t)}`, say: whoSays(receipt, t) }]),
    ...(rule.amount === 0 ? [] : [{ mark: t(`notice:receipt.unit.${rule.unit}`), say: countText(receipt, t) }]),
    ...(rule.roll === undefined || rule.roll === 'none'
      ? []
      : [{ mark: t('notice:receipt.rolled'), say: t(`notice:receipt.roll.${rule.roll}`) }]),
    ...moveSteps(clock, zone, t),
    ...listRemarks(receipt).map((say) => ({ mark: t('notice:receipt.also'), say: formatLine(say, zone) })),
  ];
}

function startText({ rule }: DeadlineReceipt, channel: string, t: Words): string {
  const known = hasKey(en.notice.receipt.from, rule.countsFrom) ? rule.countsFrom : 'other';
  const start = t(`notice:receipt.from.${known}`, { channel: channelText(channel, t) });
  const wanted = WANTED[rule.startsOn ?? ''];
  return wanted === undefined || wanted === rule.countsFrom || known.startsWith('ordered')
    ? start
    : `${start} ${t(`notice:receipt.instead.${wanted}`)}`;
}

/** Formats an amount such as `26 hours` or `7 working days`. */
export function amountText({ amount, unit }: Pick<DeadlineReceipt['rule'], 'amount' | 'unit'>, t: Words): string {
  if (unit === 'business_day' || unit === 'business_hour') return t(`notice:receipt.amount.${unit}`, { count: amount });
  return formatAmount(amount, unit === 'calendar_day' ? 'day' : unit);
}

function whoSays({ rule, facts, source }: DeadlineReceipt, t: Words): string {
  const { ordered } = facts;
  if (ordered === 'immediately') return t('notice:receipt.says.immediately');
  if (rule.basis === 'order')
    return ordered?.startsWith('P') === true
      ? t('notice:receipt.says.within', { span: formatDuration(ordered) })
      : t('notice:receipt.says.order');
  return rule.basis === 'policy' ? t('notice:receipt.says.policy') : t('notice:receipt.says.law', { source });
}

function countText({ rule, calendar }: DeadlineReceipt, t: Words): string {
  const name = calendar === null ? '' : `${calendar.id}, ${calendar.version}`;
  const counted = t(`notice:receipt.counted.${rule.unit}`, { calendar: name });
  return rule.dueTime === 'end_of_day' ? `${counted} ${t('notice:receipt.endOfDay')}` : counted;
}

/** Describes a requested extension with its source document; it moves nothing until another person confirms it. */
export function formatRequested(extension: NonNullable<Clock['pendingExtension']>, t: Words): string {
  const { byName: name, to, reason } = extension;
  return t('notice:receipt.requested', { name, to: formatInstant(to), reason, document: documentText(extension, t) });
}

/** The authority's document by its own reference and ours, if the reader can access it. */
function documentText(
  { authorityReference, document }: Pick<Clock['moves'][number], 'authorityReference' | 'document'>,
  t: Words,
): string {
  const kept =
    document === null
      ? ''
      : 'document' in document
        ? t('notice:receipt.documentDocument', { sha: document.document.slice(0, 12) })
        : document.number;
  return joinTexts([authorityReference ?? '', kept], ', ');
}

function moveSteps({ moves, mayPause }: Clock, zone: string, t: Words): ReceiptStep[] {
  if (moves.length === 0)
    return [{ mark: t('notice:receipt.noMove'), say: t(`notice:receipt.${mayPause ? 'unmoved' : 'neverStops'}`) }];
  return moves.map(({ at, cause, to, reason, by, authorityReference, document, confirmedBy }) => ({
    mark: at === null ? '' : formatSecond(at, zone),
    say: joinTexts([
      t(`notice:receipt.moved.${cause}`, { by, to: to === null ? '' : formatInstant(to) }),
      reason,
      authorityReference === null && document === null
        ? ''
        : t('notice:receipt.document', { document: documentText({ authorityReference, document }, t) }),
      confirmedBy === null ? '' : t('notice:receipt.confirmedBy', { name: confirmedBy }),
    ]),
  }));
}

/** Remarks of the receipt that the steps already contain, matched by the texts the domain writes. */
const SAID = [
  /^Company policy: no law sets this time/,
  /^The time of .* is not known: counted from/,
  /^The order (gives|names|says)/,
];

function listRemarks({ working }: DeadlineReceipt): string[] {
  const first = working.findIndex((line) => line.startsWith('start '));
  return working.slice(0, Math.max(first, 0)).filter((line) => !SAID.some((said) => said.test(line)));
}

const INSTANTS = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g;

export function formatLine(line: string, zone: string): string {
  return line.replaceAll(INSTANTS, (at) => formatSecond(at, zone)).replaceAll('_', ' ');
}

/** Lists the escalation steps that fired, with their acknowledgements, and the next one. */
export function describeEscalations(
  { escalation, state, metAt }: Clock,
  nameOf: (id: string) => string,
  t: Words,
): string[] {
  const formatRoles = (to: readonly Role[]) => formatList(to.map((role) => t(`frame:role.${role}`)));
  const steps = escalation.flatMap(({ to, percent, firedAt, acknowledgedBy }) => {
    if (firedAt === null) return [];
    const notified = t('notice:receipt.notifiedAt', { to: formatRoles(to), at: formatInstant(firedAt), percent });
    const answer =
      acknowledgedBy === null
        ? t('notice:receipt.unanswered')
        : t('notice:receipt.answered', { name: nameOf(acknowledgedBy) });
    return [`${notified}; ${answer}.`];
  });
  const next = state === 'running' && metAt === null ? escalation.find(({ firedAt }) => firedAt === null) : undefined;
  const ahead =
    next === undefined
      ? []
      : [t('notice:receipt.notifiedNext', { to: formatRoles(next.to), at: formatInstant(next.at) })];
  return [...(steps.length === 0 ? [t('notice:receipt.nobody')] : steps), ...ahead];
}
