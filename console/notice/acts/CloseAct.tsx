import { useQuery } from '@tanstack/react-query';
import { Tick } from '../../forms/choices.js';
import { CommandDialog } from '../../forms/CommandDialog.js';
import { ReasonField } from '../../forms/TextField.js';
import { useNoticeForm } from '../../forms/use-command-form.js';
import { useMay } from '../../http/may.js';
import { clocksQuery } from '../../http/queries.js';
import type { Clock, Notice } from '../../http/types.js';
import { formatInstant } from '../../parts/format.js';
import { useWords } from '../../words/use-words.js';
import { AnswerDuties } from '../../letters/AnswerDuties.js';
import { unmetOwn } from './clocks-for.js';

/** Closes the notice, after listing the deadlines that would end unmet. */
export function CloseAct({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useWords();
  const mayOverride = useMay()('override');
  const unmet = unmetOwn(useQuery(clocksQuery(notice.id)).data?.items ?? []);
  const form = useNoticeForm(notice.id, 'close', {
    start: { reason: '', override: false },
    why: ({ override }) =>
      unmet.length === 0 || (override && mayOverride)
        ? null
        : t(mayOverride ? 'acts:close.overrideTick' : 'acts:close.overrideWhy'),
    done: t('acts:close.done'),
    onClose,
  });
  return (
    <CommandDialog form={form} title={t('acts:close.title')} body={t('acts:close.body')} go={t('acts:close.go')} danger>
      <Unmet clocks={unmet} />
      <AnswerDuties answer={notice.answer} />
      {unmet.length > 0 && !mayOverride ? <p className="unsure">{t('acts:close.overrideWhy')}</p> : null}
      {mayOverride ? <Tick label={t('acts:close.override')} {...form.field('override')} /> : null}
      <ReasonField {...form.field('reason')} />
    </CommandDialog>
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
