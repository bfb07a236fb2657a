import { useState } from 'react';
import { useMay } from '../../http/may.js';
import { sessionStore } from '../../http/session.js';
import { Button } from '../../parts/Button.js';
import { Failure } from '../../parts/Failure.js';
import { formatDay, formatInstant } from '../../parts/format.js';
import { Menu } from '../../parts/Menu.js';
import { formatReview } from '../../parts/format-review.js';
import { Tag } from '../../parts/Tag.js';
import { useStore } from '../../state/store.js';
import { useWords } from '../../words/use-words.js';
import { errorAt, Field } from '../list/Field.js';
import type { LawReview } from './types.js';
import { useRevisionAct } from './use-revision-act.js';

export function LawReviewSection({ review }: { review: LawReview }) {
  const t = useWords();
  const may = useMay();
  return (
    <section>
      <h3 className="fine muted">{t('rulebook:review.title')}</h3>
      <p className="flow">
        <ReviewTag review={review} />
        <span>{formatReview(review, t)}</span>
      </p>
      {review.by.map(({ name, at, until }) => (
        <p key={name} className="muted fine">
          {t('rulebook:review.readBy', { name, at: formatInstant(at), until: formatDay(until) })}
        </p>
      ))}
      {may('law.review') ? (
        <>
          <Review key={`${review.digest} review`} review={review} />
          <Wrong key={`${review.digest} wrong`} review={review} />
        </>
      ) : null}
    </section>
  );
}

export function ReviewTag({ review: { state, mistakes } }: { review: Pick<LawReview, 'state' | 'mistakes'> }) {
  const t = useWords();
  if (mistakes.length > 0)
    return (
      <Tag tone="danger" icon="m-warn">
        {t('rulebook:review.wrong')}
      </Tag>
    );
  const tone =
    state === 'reviewed_twice' ? { tone: 'ok' as const } : state === 'expired' ? { tone: 'caution' as const } : {};
  return <Tag {...tone}>{t(`words:review.${state}`)}</Tag>;
}

function Review({ review: { id: regime, version, digest, state, by } }: { review: LawReview }) {
  const t = useWords();
  const [note, setNote] = useState('');
  const act = useRevisionAct('/v1/rulebook/reviews', t('rulebook:review.done'));
  const me = useStore(sessionStore).session?.person.id;
  const isMine = state !== 'expired' && by.some(({ id }) => id === me);
  const why = isMine ? t('rulebook:review.mine') : note.trim() === '' ? t('rulebook:review.needsNote') : null;
  return (
    <div className="form-grid">
      <Field
        label={t('rulebook:review.note')}
        help={t('rulebook:review.noteHelp')}
        error={errorAt(act.error, '/note')}
        area
      >
        {(given) => <textarea {...given} rows={2} value={note} onChange={(event) => setNote(event.target.value)} />}
      </Field>
      <div className="acts">
        <Button
          why={why}
          showWhy={isMine}
          busy={act.isPending ? t('records:saving') : null}
          onPress={() => act.mutate({ regime, version, digest, note: note.trim() }, { onSuccess: () => setNote('') })}
        >
          {t('rulebook:review.review')}
        </Button>
      </div>
      {act.error === null ? null : <Failure title={t('rulebook:review.notDone')} error={act.error} />}
    </div>
  );
}

function Wrong({ review: { id: regime, version, facts } }: { review: LawReview }) {
  const t = useWords();
  const [fact, setFact] = useState(facts.find(({ id }) => id.startsWith('clock:'))?.id ?? facts[0]?.id ?? '');
  const [found, setFound] = useState('');
  const [source, setSource] = useState('');
  const act = useRevisionAct('/v1/rulebook/incidents', t('rulebook:review.recorded'));
  const isWhole = found.trim() !== '' && source.trim() !== '';
  return (
    <details>
      <summary className="fine">{t('rulebook:review.recordWrong')}</summary>
      <div className="form-grid">
        <Menu
          label={t('rulebook:review.fact')}
          value={fact}
          options={facts.map(({ id, says }) => ({ value: id, label: `${id}: ${says}`.slice(0, 90) }))}
          onChange={setFact}
        />
        <Field label={t('rulebook:review.found')} error={errorAt(act.error, '/found')}>
          {(given) => <input {...given} value={found} onChange={(event) => setFound(event.target.value)} />}
        </Field>
        <Field label={t('rulebook:review.source')} error={errorAt(act.error, '/source')}>
          {(given) => <input {...given} value={source} onChange={(event) => setSource(event.target.value)} />}
        </Field>
        <div className="acts">
          <Button
            why={isWhole ? null : t('rulebook:review.needsFound')}
            busy={act.isPending ? t('records:saving') : null}
            onPress={() => act.mutate({ regime, version, fact, found: found.trim(), source: source.trim() })}
          >
            {t('rulebook:review.record')}
          </Button>
        </div>
        {act.error === null ? null : <Failure title={t('rulebook:review.notRecorded')} error={act.error} />}
      </div>
    </details>
  );
}
