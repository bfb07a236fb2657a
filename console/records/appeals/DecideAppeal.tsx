import { APPEAL_OUTCOMES, type AppealOutcome } from '../../../domain/appeals/appeal.js';
import { Segments, toOptions } from '../../forms/Segments.js';
import { CommandButton, CommandFields } from '../../forms/CommandDialog.js';
import { TextField } from '../../forms/TextField.js';
import { useCommandForm } from '../../forms/use-command-form.js';
import { RECORD_KEYS } from '../../http/use-write.js';
import { useWords } from '../../words/use-words.js';
import type { Appeal } from '../../http/types.js';

/**
 * Decides an appeal; only for a person who took no part in the decision appealed. The appellant receives the reasons.
 */
export function DecideAppeal({ appeal: { id, number, target, mayDecide } }: { appeal: Appeal }) {
  const t = useWords();
  const start: { outcome: AppealOutcome; reasons: string } = { outcome: 'upheld', reasons: '' };
  const form = useCommandForm({
    texts: 'appeal-decision',
    to: `/v1/appeals/${id}/decide`,
    refresh: RECORD_KEYS,
    start,
    missing: t('appeals:needsReasons'),
    whyNever: mayDecide.why === null ? null : t(`appeals:why.${mayDecide.why}`),
    done: (_, { outcome }) => t(outcome === 'restored' ? 'appeals:doneRestored' : 'appeals:done', { number }),
  });
  const offered = APPEAL_OUTCOMES.filter((each) => each !== 'restored' || target?.status === 'applied');
  return (
    <section>
      <div className="heading">{t('appeals:decide')}</div>
      <CommandFields form={form} failed={t('appeals:notDone')}>
        <Segments
          label={t('appeals:decide')}
          options={toOptions(offered, (outcome) => t(`appeals:outcomes.${outcome}`))}
          {...form.field('outcome')}
        />
        <p className="why">{t(`appeals:means.${form.values.outcome}`)}</p>
        <TextField label={t('appeals:reasons')} help={t('appeals:reasonsHelp')} rows={5} {...form.field('reasons')} />
        <CommandButton form={form} label={t('appeals:go')} isPrimary />
      </CommandFields>
    </section>
  );
}
