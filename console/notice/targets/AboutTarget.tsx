import { lazy, Suspense } from 'react';
import { decisionText } from '../../approval/decision-text.js';
import type { Notice, Target } from '../../http/types.js';
import { Fact } from '../../parts/Fact.js';
import { Instant } from '../../parts/Instant.js';
import { ActionLabel } from '../../parts/Action.js';
import { loadWords } from '../../words/index.js';
import { useWords } from '../../words/use-words.js';
import { Marks } from './TargetRow.js';

const TargetContext = lazy(async () => {
  await loadWords('review');
  return import('../../review/TargetContext.js');
});

export function AboutTarget({ notice, target }: { notice: Notice; target: Target }) {
  const t = useWords();
  return (
    <section className="about" aria-label={t('notice:about.label')}>
      <p>
        <b className="locator block plain" dir="ltr">
          {target.locator === '' ? t('notice:erased.target') : target.locator}
        </b>
      </p>
      <p className="chips">
        <span className="muted fine">{t(`words:type.${target.type}`)}</span> <Marks target={target} />
      </p>
      {target.note.trim() === '' ? null : (
        <blockquote className="said plain fine" dir="auto">
          {target.note}
          <footer>{t('notice:about.note')}</footer>
        </blockquote>
      )}
      <dl className="key-values fine">
        {target.decision === null ? null : (
          <Fact name={t(target.status === 'drafted' ? 'notice:about.now' : 'notice:about.decided')}>
            <ActionLabel action={target.decision.action} />{' '}
            <span className="muted">{decisionText(target.decision, t)}</span>
          </Fact>
        )}
        {target.userNotice === null ? null : (
          <Fact name={t('notice:userNotice.label')}>
            <Logged userNotice={target.userNotice} />
          </Fact>
        )}
      </dl>
      <Suspense fallback={null}>
        <TargetContext notice={notice} target={target} />
      </Suspense>
    </section>
  );
}

interface LoggedProps {
  userNotice: NonNullable<Target['userNotice']>;
}

function Logged({ userNotice: { decision, until, required, rule, message } }: LoggedProps) {
  const t = useWords();
  return (
    <>
      {t(`notice:userNotice.decision.${until === 'counsel_decision' ? 'counsel' : decision}`)}
      {until === null || until === 'end_of_secrecy' || until === 'counsel_decision' ? null : (
        <>
          {' '}
          <Instant at={until} short />
        </>
      )}
      {required ? ` (${t('notice:userNotice.required')})` : ''}
      {message === null ? null : <span className="muted">, {t(`notice:userNotice.state.${message.state}`)}</span>}
      <p className="why">{rule.source === null ? rule.text : `${rule.text} ${rule.source}.`}</p>
    </>
  );
}
