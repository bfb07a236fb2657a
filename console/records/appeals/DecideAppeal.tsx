import { useState } from 'react';
import { APPEAL_OUTCOMES, type AppealOutcome } from '../../../domain/appeals/appeal.js';
import { Button } from '../../parts/Button.js';
import { Failure } from '../../parts/Failure.js';
import { useWords } from '../../words/use-words.js';
import { errorAt, Field } from '../list/Field.js';
import { useChange } from '../people/use-change.js';
import type { Appeal } from '../../http/types.js';

/**
 * Decides an appeal; only for a person who took no part in the decision appealed. The appellant receives the reasons.
 */
export function DecideAppeal({ appeal: { id, number, target, mayDecide } }: { appeal: Appeal }) {
  const t = useWords();
  const [outcome, setOutcome] = useState<AppealOutcome>('upheld');
  const [reasons, setReasons] = useState('');
  const decide = useChange({
    method: 'POST',
    path: `/v1/appeals/${id}/decide`,
    done: t(outcome === 'restored' ? 'appeals:doneRestored' : 'appeals:done', { number }),
  });
  const isInForce = target?.status === 'applied';
  const whyNot = mayDecide.why === null ? null : t(`appeals:why.${mayDecide.why}`);
  const why = whyNot ?? (reasons.trim() === '' ? t('appeals:needsReasons') : null);
  return (
    <section>
      <div className="heading">{t('appeals:decide')}</div>
      <div className="segments" role="group" aria-label={t('appeals:decide')}>
        {APPEAL_OUTCOMES.filter((each) => each !== 'restored' || isInForce).map((each) => (
          <button key={each} type="button" aria-pressed={outcome === each} onClick={() => setOutcome(each)}>
            {t(`appeals:outcomes.${each}`)}
          </button>
        ))}
      </div>
      <p className="why">{t(`appeals:means.${outcome}`)}</p>
      <Field
        label={t('appeals:reasons')}
        help={t('appeals:reasonsHelp')}
        error={errorAt(decide.error, '/reasons')}
        area
      >
        {(given) => (
          <textarea
            {...given}
            rows={5}
            dir="auto"
            value={reasons}
            onChange={(event) => setReasons(event.target.value)}
          />
        )}
      </Field>
      <div className="acts">
        <Button
          variant="primary"
          why={why}
          showWhy
          busy={decide.isPending ? t('records:saving') : null}
          onPress={() => decide.mutate({ outcome, reasons: reasons.trim() })}
        >
          {t('appeals:go')}
        </Button>
      </div>
      {decide.error === null ? null : <Failure title={t('appeals:notDone')} error={decide.error} />}
    </section>
  );
}
