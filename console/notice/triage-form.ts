import type { CommandBody } from '../../contract/commands.js';
import { isOneOf } from '../../domain/is-one-of.js';
import { PRIORITIES, type Authenticity, type Priority } from '../../domain/notices/notice.js';
import { buildRecord } from '../../domain/record-keys.js';
import type { ContentCategory } from '../../domain/reports/content-category.js';
import { FACT_FIELDS, type ChecklistAnswer } from '../../domain/rulebook/regime.js';
import { pickInstant, readWhen } from '../forms/when/when.js';
import { ownZone } from '../forms/when/zones.js';
import type { Notice } from '../http/types.js';
import { nowMs } from '../state/now.js';

/** The times that triage may correct, as typed. */
export const FACT_TIMES = ['issuedAt', 'servedAt', ...FACT_FIELDS] as const;
type FactTime = (typeof FACT_TIMES)[number];

export type Answers = Record<string, ChecklistAnswer>;

export interface TriageForm {
  regime: string;
  authenticity: Authenticity;
  facts: Record<FactTime, string>;
  effectiveUntil: string;
  queue: string;
  category: ContentCategory | '';
  priority: Priority | '';
  checklist: Answers;
}

export function startTriage(notice: Notice): TriageForm {
  return {
    regime: notice.regime.id,
    authenticity: notice.authenticity,
    facts: {
      issuedAt: notice.issuedAt ?? '',
      servedAt: notice.servedAt ?? '',
      ...buildRecord(FACT_FIELDS, (name) => notice.facts[name] ?? ''),
    },
    effectiveUntil: notice.effectiveUntil ?? '',
    queue: notice.queue ?? '',
    category: notice.category ?? '',
    priority: isOneOf(PRIORITIES, notice.priority) ? notice.priority : '',
    checklist: Object.fromEntries(
      notice.checklist.flatMap(({ id, answer }) => (answer === null ? [] : [[id, answer]])),
    ),
  };
}

const readTime = (text: string) => readWhen(text, { zone: ownZone(), now: nowMs() });

export const hasUnreadTime = ({ facts, effectiveUntil }: TriageForm): boolean =>
  [...Object.values(facts), effectiveUntil].some((text) => !['empty', 'read'].includes(readTime(text).state));

/** Only what was changed; the record keeps the rest. */
export function toTriageBody(notice: Notice, form: TriageForm): Partial<CommandBody<'triage'>> {
  const { regime, authenticity, queue, category, priority, checklist } = form;
  const facts = Object.fromEntries(
    FACT_TIMES.flatMap((name) => {
      const at = readChanged(form.facts[name], findKnown(notice, name));
      return at === null ? [] : [[name, at]];
    }),
  );
  const until = readChanged(form.effectiveUntil, notice.effectiveUntil);
  const hasNoEnd = form.effectiveUntil.trim() === '' && notice.effectiveUntil !== null;
  return {
    // If several laws are candidates, naming one settles the question.
    regime: regime === notice.regime.id && notice.lawCandidates.length === 0 ? null : regime,
    authenticity,
    ...(Object.keys(checklist).length === 0 || regime !== notice.regime.id ? {} : { checklist }),
    ...(Object.keys(facts).length === 0 ? {} : { facts }),
    ...(hasNoEnd ? { effectiveUntil: null } : until === null ? {} : { effectiveUntil: until }),
    ...(queue.trim() === (notice.queue ?? '') ? {} : { queue: queue.trim() }),
    ...(category === (notice.category ?? '') ? {} : { category: category === '' ? null : category }),
    ...(priority === '' || priority === notice.priority ? {} : { priority }),
  };
}

function findKnown(notice: Notice, name: FactTime): string | null | undefined {
  return name === 'issuedAt' || name === 'servedAt' ? notice[name] : notice.facts[name];
}

/** The time as typed; null if it was not read or is the known one. */
function readChanged(text: string, known: string | null | undefined): string | null {
  const at = pickInstant(readTime(text));
  return known != null && at === new Date(known).toISOString() ? null : at;
}
