import { useQuery } from '@tanstack/react-query';
import { CLOSING_ANSWERS, findUnmet, type ClosingAnswers } from '../../../domain/duties/closing.js';
import { Tick } from '../../forms/choices.js';
import { CommandDialog } from '../../forms/CommandDialog.js';
import { Segments, toOptions } from '../../forms/Segments.js';
import { ReasonField } from '../../forms/TextField.js';
import { useNoticeForm } from '../../forms/use-command-form.js';
import { useMay } from '../../http/may.js';
import { clocksQuery } from '../../http/queries.js';
import type { Clock, Notice } from '../../http/types.js';
import { formatInstant } from '../../parts/format.js';
import { useWords, type Words } from '../../words/use-words.js';
import { unmetOwn } from './clocks-for.js';

interface CloseForm {
  reason: string;
  override: boolean;
  duties: ClosingAnswers;
}

/** Closes the notice, after listing the deadlines that would end unmet and the duties of the law. */
export function CloseAct({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useWords();
  const mayOverride = useMay()('override');
  const unmet = unmetOwn(useQuery(clocksQuery(notice.id)).data?.items ?? []);
  const start: CloseForm = { reason: '', override: false, duties: {} };
  const form = useNoticeForm(notice.id, 'close', {
    start,
    body: ({ reason, override, duties }: CloseForm) => ({
      reason: reason.trim(),
      override,
      ...(Object.keys(duties).length === 0 ? {} : { duties }),
    }),
    why: ({ override, duties }) => whyNot(t, { override: override && mayOverride, mayOverride, unmet, notice, duties }),
    done: t('acts:close.done'),
    onClose,
  });
  return (
    <CommandDialog form={form} title={t('acts:close.title')} body={t('acts:close.body')} go={t('acts:close.go')} danger>
      <Unmet clocks={unmet} />
      <Duties
        duties={notice.closing}
        answers={form.values.duties}
        onChange={(duties) => form.field('duties').onChange(duties)}
      />
      {unmet.length > 0 && !mayOverride ? <p className="unsure">{t('acts:close.overrideWhy')}</p> : null}
      {mayOverride ? <Tick label={t('acts:close.override')} {...form.field('override')} /> : null}
      <ReasonField {...form.field('reason')} />
    </CommandDialog>
  );
}

interface Stops {
  override: boolean;
  mayOverride: boolean;
  unmet: readonly Clock[];
  notice: Notice;
  duties: ClosingAnswers;
}

function whyNot(t: Words, { override, mayOverride, unmet, notice, duties }: Stops): string | null {
  const isFree = unmet.length === 0 && findUnmet(notice.closing, duties).length === 0;
  if (isFree || override) return null;
  if (mayOverride) return t('acts:close.overrideTick');
  return unmet.length > 0 ? t('acts:close.overrideWhy') : t('acts:close.overrideDuty');
}

interface DutiesProps {
  duties: Notice['closing'];
  answers: ClosingAnswers;
  onChange: (answers: ClosingAnswers) => void;
}

function Duties({ duties, answers, onChange }: DutiesProps) {
  const t = useWords();
  if (duties.length === 0) return null;
  return (
    <fieldset>
      <legend>{t('acts:close.duties')}</legend>
      {duties.map(({ duty, text, source, contested }) => (
        <div className="line answer" key={duty}>
          <span title={source}>
            {text} {contested ? <span className="faint">{t('acts:close.contested')}</span> : null}
          </span>
          <Segments
            label={text}
            options={toOptions(CLOSING_ANSWERS, (answer) => t(`acts:close.answer.${answer}`))}
            value={answers[duty]}
            onChange={(answer) => onChange({ ...answers, [duty]: answer })}
          />
        </div>
      ))}
    </fieldset>
  );
}

function Unmet({ clocks }: { clocks: readonly Clock[] }) {
  const t = useWords();
  if (clocks.length === 0) return null;
  return (
    <div>
      <b>{t('acts:close.unmet', { count: clocks.length })}</b>
      <ul className="lines">
        {clocks.map(({ id, kind, dueAt }) => (
          <li key={id}>
            {dueAt === null
              ? t('acts:close.unmetPaused', { kind: t(`words:clock.${kind}`) })
              : t('acts:close.unmetLine', { kind: t(`words:clock.${kind}`), due: formatInstant(dueAt) })}
          </li>
        ))}
      </ul>
    </div>
  );
}
