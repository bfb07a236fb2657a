import type { CommandBody } from '../../contract/commands.js';
import { isOneOf } from '../../domain/is-one-of.js';
import { PRIORITIES, type Authenticity, type Priority } from '../../domain/notices/notice.js';
import { buildRecord } from '../../domain/record-keys.js';
import type { ContentCategory } from '../../domain/reports/content-category.js';
import { ASKED_DATES, type AskedDate } from '../../domain/rulebook/asked-dates.js';
import type { ChecklistAnswer } from '../../domain/rulebook/regime.js';
import { readSpan } from '../forms/when/span.js';
import { pickInstant, readWhen } from '../forms/when/when.js';
import { ownZone } from '../forms/when/zones.js';
import type { Notice, TriagePreview } from '../http/types.js';
import { formatDuration, formatTyped } from '../parts/format.js';
import { nowMs } from '../state/now.js';

export type GivenAnswers = Record<string, ChecklistAnswer>;
export const DEADLINES = ['none', 'within', 'at', 'immediately'] as const;

export interface Deadline {
  kind: (typeof DEADLINES)[number];
  text: string;
}

/** What the page holds, as typed. */
export interface TriageForm {
  regime: string;
  authenticity: Authenticity;
  facts: Record<AskedDate, string>;
  effectiveUntil: string;
  orderedDeadline: Deadline;
  queue: string;
  category: ContentCategory | '';
  priority: Priority | '';
  checklist: GivenAnswers;
}

const toTyped = (at: string | null | undefined) => (at == null ? '' : formatTyped(at));

export function startTriage(notice: Notice): TriageForm {
  return {
    regime: notice.regime.id,
    authenticity: notice.authenticity,
    facts: buildRecord(ASKED_DATES, (name) => toTyped(findKnown(notice, name))),
    effectiveUntil: toTyped(notice.effectiveUntil),
    orderedDeadline: toTypedDeadline(notice.orderedDeadline),
    queue: notice.queue ?? '',
    category: notice.category ?? '',
    priority: isOneOf(PRIORITIES, notice.priority) ? notice.priority : '',
    checklist: Object.fromEntries(
      notice.checklist.flatMap(({ id, answer }) => (answer === null ? [] : [[id, answer]])),
    ),
  };
}

function toTypedDeadline(known: Notice['orderedDeadline']): Deadline {
  if (typeof known?.['at'] === 'string') return { kind: 'at', text: formatTyped(known['at']) };
  if (typeof known?.['within'] === 'string') return { kind: 'within', text: formatDuration(known['within']) };
  return { kind: known === null ? 'none' : 'immediately', text: '' };
}

const readTime = (text: string) => readWhen(text, { zone: ownZone(), now: nowMs() });
const isClear = (text: string, before: string) => text === before || ['empty', 'read'].includes(readTime(text).state);

/** The question whose answer cannot be read yet; null if all can. */
export function findUnclear(
  notice: Notice,
  { facts, effectiveUntil, orderedDeadline }: TriageForm,
): TriageQuestion | null {
  const start = startTriage(notice);
  const isRead =
    ASKED_DATES.every((name) => isClear(facts[name], start.facts[name])) &&
    isClear(effectiveUntil, start.effectiveUntil);
  if (!isRead) return 'when';
  const isSame = isSameDeadline(orderedDeadline, start.orderedDeadline);
  return isSame || orderedDeadline.kind === 'none' || toOrderedDeadline(orderedDeadline) !== null ? null : 'deadline';
}

const isSameDeadline = (one: Deadline, other: Deadline) => one.kind === other.kind && one.text === other.text;

export const QUESTIONS = ['complete', 'who', 'law', 'when', 'deadline'] as const;
export type TriageQuestion = (typeof QUESTIONS)[number];

export function toOrderedDeadline({ kind, text }: Deadline): CommandBody<'triage'>['orderedDeadline'] {
  if (kind === 'immediately') return { immediately: true };
  if (kind === 'none') return null;
  if (kind === 'at') {
    const at = pickInstant(readTime(text));
    return at === null ? null : { at };
  }
  const within = readSpan(text);
  return within === null ? null : { within };
}

/** The answers that decide which clocks start, as the preview and the command take them. */
export function toClockAnswers(
  notice: Notice,
  form: TriageForm,
): Pick<Partial<CommandBody<'triage'>>, 'facts' | 'orderedDeadline'> & { regime: string } {
  const start = startTriage(notice);
  const facts = Object.fromEntries(
    ASKED_DATES.flatMap((name) => {
      const at = form.facts[name] === start.facts[name] ? null : pickInstant(readTime(form.facts[name]));
      return at === null ? [] : [[name, at]];
    }),
  );
  const deadline = isSameDeadline(form.orderedDeadline, start.orderedDeadline)
    ? null
    : toOrderedDeadline(form.orderedDeadline);
  return {
    regime: form.regime,
    ...(Object.keys(facts).length === 0 ? {} : { facts }),
    ...(deadline == null ? {} : { orderedDeadline: deadline }),
  };
}

/** Only what was changed; the record keeps the rest. `asked`: the points that the chosen law requires. */
export function toTriageBody(
  notice: Notice,
  form: TriageForm,
  asked: TriagePreview['checklist'],
): Partial<CommandBody<'triage'>> {
  const { authenticity, queue, category, priority } = form;
  const { regime, ...clocks } = toClockAnswers(notice, form);
  const checklist = Object.fromEntries(
    asked.flatMap(({ id }) => (form.checklist[id] === undefined ? [] : [[id, form.checklist[id]]])),
  );
  const start = startTriage(notice);
  const until = form.effectiveUntil === start.effectiveUntil ? null : pickInstant(readTime(form.effectiveUntil));
  const hasNoEnd = form.effectiveUntil.trim() === '' && notice.effectiveUntil !== null;
  return {
    // If several laws are candidates, naming one settles the question.
    regime: regime === notice.regime.id && notice.lawCandidates.length === 0 ? null : regime,
    authenticity,
    ...clocks,
    ...(Object.keys(checklist).length === 0 ? {} : { checklist }),
    ...(hasNoEnd ? { effectiveUntil: null } : until === null ? {} : { effectiveUntil: until }),
    ...(queue.trim() === (notice.queue ?? '') ? {} : { queue: queue.trim() }),
    ...(category === (notice.category ?? '') ? {} : { category: category === '' ? null : category }),
    ...(priority === '' || priority === notice.priority ? {} : { priority }),
  };
}

function findKnown(notice: Notice, name: AskedDate): string | null | undefined {
  return name === 'issuedAt' || name === 'servedAt' ? notice[name] : notice.facts[name];
}
