import { useState } from 'react';
import { useMay } from '../../http/may.js';
import { Button } from '../../parts/Button.js';
import { Failure } from '../../parts/Failure.js';
import { useWords } from '../../words/use-words.js';
import { errorAt, Field } from '../list/Field.js';
import type { Pages } from '../list/use-pages.js';
import { Moves } from './Moves.js';
import type { Move, Pending } from './types.js';
import { useRevisionAct } from './use-revision-act.js';

export function PendingDetail({
  list,
  pending,
  isWaiting,
}: {
  list: Pages<Move>;
  pending: Pending;
  isWaiting: boolean;
}) {
  const t = useWords();
  const { clocks, notices, unknown } = pending;
  return (
    <>
      <section>
        <h2 className="title">{t('rulebook:pending')}</h2>
        <p>{clocks === 0 ? t('rulebook:nothingMoves') : t('rulebook:wouldMove', { count: clocks, notices })}</p>
        {unknown.clocks === 0 ? null : (
          <p className="muted">
            {t('rulebook:unknownClocks', { count: unknown.clocks })} {unknown.why.join(' ')}
          </p>
        )}
        {clocks === 0 ? null : <Propose digest={pending.digest} isWaiting={isWaiting} />}
      </section>
      {clocks === 0 ? null : (
        <section>
          <Moves list={list} />
        </section>
      )}
    </>
  );
}

function Propose({ digest, isWaiting }: { digest: string; isWaiting: boolean }) {
  const t = useWords();
  const may = useMay();
  const [reason, setReason] = useState('');
  const propose = useRevisionAct('/v1/rulebook/revisions', t('rulebook:proposedDone'));
  const why = !(may('extend') || may('rulebook.approve'))
    ? t('rulebook:mayNotPropose')
    : isWaiting
      ? t('rulebook:oneAtATime')
      : reason.trim() === ''
        ? t('rulebook:needsReason')
        : null;
  return (
    <div className="form-grid">
      <Field label={t('records:reason')} error={errorAt(propose.error, '/reason')} area>
        {(given) => <textarea {...given} rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />}
      </Field>
      <div className="acts">
        <Button
          variant="primary"
          why={why}
          showWhy
          busy={propose.isPending ? t('records:saving') : null}
          onPress={() => propose.mutate({ reason: reason.trim(), digest })}
        >
          {t('rulebook:propose')}
        </Button>
      </div>
      {propose.error === null ? null : <Failure title={t('rulebook:notProposed')} error={propose.error} />}
    </div>
  );
}
