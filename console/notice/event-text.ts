import { useWords, wordAt, type Words } from '../words/use-words.js';
import { toEvent, type DetailKey, type Event, type EventAction, type EventDetails } from '../../domain/event.js';
import type { ActName } from '../../domain/commands/command-table.js';
import type { SettledState } from '../../domain/letters/proposal.js';
import type { Clock } from '../http/types.js';
import { hasKey } from '../../domain/record-keys.js';
import { formatList, formatNumber, inSentence } from '../parts/format.js';
import { en } from '../words/en/index.js';
import { clockName } from './clocks/clock-name.js';

/** A timeline entry of the API; an action of a later version has no text here. */
export interface LoggedEntry {
  action: string;
  detail: Record<string, unknown>;
  /** The details of the entry were erased. */
  erased?: true | undefined;
}

type Said<Key extends string> = Key extends
  | `${infer Action}_zero`
  | `${infer Action}_one`
  | `${infer Action}_other`
  | `${infer Action}Bare`
  ? Action
  : Key;
export type NoticeAction = Said<keyof typeof en.notice.event>;

/**
 * Returns one line for a timeline entry; an unknown action is shown by name, never omitted. With `clocks`, an
 * escalation names the roles it reached.
 */
export function useEventText(clocks: readonly Clock[] = []): (entry: LoggedEntry) => string {
  const t = useWords();
  return (entry) => eventText(entry, clocks, t);
}

export function eventText(entry: LoggedEntry, clocks: readonly Clock[], t: Words): string {
  const event = toEvent(entry);
  if (event === null) return spaced(entry.action);
  const { action, detail } = event;
  if (!isSaid(action)) return spaced(action);
  if (entry.erased === true) return t('notice:erased.entry', { what: eventName(action, t) });
  const { roles, ...ofClock } = clockParts(event, clocks, t);
  const parts = { ...toParts(detail, t), ...ofClock, roles };
  if (action === 'command_refused') return refusedText(detail, t);
  if (action === 'escalation_fired' || action === 'page_acknowledged' || action === 'page_repeated')
    return t(`notice:event.${action}${roles === '' ? 'Bare' : ''}`, parts);
  const special = saidOtherwise(event);
  if (special !== null) return tidy(t(`notice:eventOf.${special}`, parts));
  const count = countTargets(event);
  return tidy(t(`notice:event.${action}`, count === undefined ? parts : { ...parts, count }));
}

function saidOtherwise({ action, detail }: Event): keyof typeof en.notice.eventOf | null {
  if (action === 'extend') return 'requested' in detail ? 'extendRequested' : null;
  if (action === 'confirm_deadline') return 'move' in detail ? 'extensionConfirmed' : null;
  if (action === 'proposal_settled') return SETTLED[detail.state];
  if (action === 'reinstate') return detail.approvalsNeeded === 0 ? 'reinstateAlone' : null;
  return null;
}

const SETTLED = {
  accepted: 'proposalAccepted',
  declined: 'proposalDeclined',
  withdrawn: 'proposalWithdrawn',
} as const satisfies Record<SettledState, keyof typeof en.notice.eventOf>;

function countTargets({ action, detail }: Event): number | undefined {
  switch (action) {
    case 'decide':
    case 'copy_decisions':
    case 'undo_decide':
      return detail.changed;
    case 'targets_added':
    case 'add_targets':
      return detail.accepted;
    default:
      return undefined;
  }
}

function isSaid(action: EventAction): action is NoticeAction {
  return Object.hasOwn(en.notice.event, action) || Object.hasOwn(en.notice.event, `${action}_other`);
}

/** The sentence of an action with an ellipsis for each variable part. */
export function eventName(action: NoticeAction, t: Words): string {
  const sentences: Record<string, string> = en.notice.event;
  const sentence = sentences[action] ?? sentences[`${action}_other`] ?? '';
  const open = Object.fromEntries([...sentence.matchAll(/\{\{(\w+)/g)].map(([, name = '']) => [name, '…']));
  const key = `notice:event.${action}` as const;
  return 'count' in open ? t(key, { ...open, count: 2 }).replace('2', '…') : t(key, open);
}

export const spaced = (name: string) => name.replaceAll(/[_-]/g, ' ');

/** Removes the punctuation before an omitted last part. */
const tidy = (text: string) => text.replace(/[\s:,]+$/, '');

const COMMAND_WORDS: Record<ActName, string> = en.timeline.command;

function refusedText({ command, code: slug }: EventDetails['command_refused'], t: Words): string {
  const code = slug.replaceAll('-', '_');
  const what = hasKey(COMMAND_WORDS, command) ? t(`timeline:command.${command}`) : t('timeline:command.other');
  const why = hasKey(en.timeline.code, code) ? t(`timeline:code.${code}`) : '';
  return `${t('notice:event.command_refused', { command: what })} ${why}`.trim();
}

const CATALOGUES = {
  action: ['words:action', en.words.action],
  authenticity: ['words:authenticity', en.words.authenticity],
  cause: ['words:cause', en.words.cause],
  as: ['words:link', en.words.link],
  status: ['words:orderStatus', en.words.orderStatus],
  topic: ['words:contested.topic', en.words.contested.topic],
  allow: ['words:contested.allow', en.words.contested.allow],
} as const satisfies Partial<Record<DetailKey, readonly [string, object]>>;
/** Codes whose placeholder differs from the name of the detail, because one detail name has several meanings. */
const RENAMED = [
  ['clock', 'kind', 'words:clock', en.words.clock],
  ['letter', 'kind', 'letters:kind', en.letters.kind],
  ['effect', 'outcome', 'words:outcome', en.words.outcome],
  ['checked', 'outcome', 'sender:outcome', en.sender.outcome],
  ['done', 'effect', 'words:manual', en.words.manual],
  ['repair', 'action', 'timeline:repair', en.timeline.repair],
] as const satisfies readonly (readonly [string, DetailKey, string, object])[];

export function formatDetail(value: unknown): string {
  if (Array.isArray(value)) return value.map(formatDetail).join(', ');
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  if (typeof value === 'object' && value !== null && 'id' in value) return formatDetail(value.id);
  return '';
}

function toParts(detail: Event['detail'], t: Words): Record<string, string> {
  const empty = Object.fromEntries(PARTS.map((name) => [name, '']));
  const given = Object.fromEntries(Object.entries(detail).map(([name, value]) => [name, formatDetail(value)]));
  const parts: Record<string, string> = {
    ...empty,
    ...given,
    clock: '',
  };
  for (const [name, [path, words]] of Object.entries(CATALOGUES)) {
    const code = given[name] ?? '';
    if (Object.hasOwn(words, code)) parts[name] = wordAt(t, path, code);
  }
  for (const [part, name, path, words] of RENAMED) {
    const code = given[name] ?? '';
    if (Object.hasOwn(words, code)) parts[part] = wordAt(t, path, code);
  }
  return parts;
}

function clockParts(
  { detail }: Event,
  clocks: readonly Clock[],
  t: Words,
): { roles: string; clock?: string; percent?: string } {
  const clock = 'clock' in detail ? clocks.find(({ id }) => id === detail.clock) : undefined;
  if (clock === undefined) return { roles: '' };
  const levels = 'levels' in detail ? detail.levels : 'level' in detail ? [detail.level] : [];
  const reached = clock.escalation.filter(({ level }) => levels.includes(level));
  const roles = [...new Set(reached.flatMap(({ to }) => to))].map((role) => t(`frame:role.${role}`));
  const percent = Math.max(0, ...reached.map((level) => level.percent));
  return { clock: clockName(clock, t), roles: formatList(roles.map(inSentence)), percent: String(percent) };
}

const PARTS = [
  ...new Set(
    Object.values(en.notice.event).flatMap((sentence) =>
      [...sentence.matchAll(/\{\{(\w+)[^}]*\}\}/g)].map(([, name]) => name ?? ''),
    ),
  ),
];
