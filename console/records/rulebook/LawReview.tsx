import { useState } from 'react';
import { CommandButton, CommandFields } from '../../forms/CommandDialog.js';
import { TextField } from '../../forms/TextField.js';
import { useCommandForm, type BoundField } from '../../forms/use-command-form.js';
import { useMay } from '../../http/may.js';
import { sessionStore } from '../../http/session.js';
import { ALL_KEYS } from '../../http/use-write.js';
import { Button } from '../../parts/Button.js';
import { formatDay, formatInstant } from '../../parts/format.js';
import { Menu } from '../../parts/Menu.js';
import { formatReview } from '../../parts/format-review.js';
import { Tag } from '../../parts/Tag.js';
import { useStore } from '../../state/store.js';
import { useWords } from '../../words/use-words.js';
import type { LawReview } from './types.js';

export function LawReviewSection({ review }: { review: LawReview }) {
  const t = useWords();
  const may = useMay();
  const [isReviewing, setReviewing] = useState(false);
  return (
    <section>
      <h3 className="fine muted">{t('rulebook:review.title')}</h3>
      <p className="flow">
        <ReviewTag review={review} />
        <span>{formatReview(review, t)}</span>
      </p>
      <ReadBy by={review.by} />
      {review.facts
        .filter(({ by }) => by.some(({ fact }) => fact !== null))
        .map((fact) => (
          <div key={fact.id}>
            <p className="flow">
              <span className="identifier">{fact.id}</span> <ReviewTag review={fact} />
            </p>
            <ReadBy by={fact.by} />
          </div>
        ))}
      {may('law.review') ? (
        <>
          <p>
            <Button size="small" expanded={isReviewing} onPress={() => setReviewing(!isReviewing)}>
              {t('rulebook:review.start')}
            </Button>
          </p>
          {isReviewing ? <Review key={`${review.digest} review`} review={review} /> : null}
          <Wrong key={`${review.digest} wrong`} review={review} />
        </>
      ) : null}
      <Propose key={`${review.digest} propose`} review={review} />
    </section>
  );
}

function ReadBy({ by }: Pick<LawReview, 'by'>) {
  const t = useWords();
  return by.map(({ id, name, at, until, barAdmission, jurisdiction, scope }) => (
    <p key={id} className="muted fine">
      {t('rulebook:review.readBy', { name, at: formatInstant(at), until: formatDay(until) })}
      {barAdmission === '' ? null : (
        <span dir="auto"> {t('rulebook:review.admitted', { barAdmission, jurisdiction, scope })}</span>
      )}
    </p>
  ));
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

const EMPTY = { barAdmission: '', jurisdiction: '', scope: '', reviewedUntil: '', note: '' };

function Review({ review: { id: regime, version, digest, facts, ...whole } }: { review: LawReview }) {
  const t = useWords();
  const me = useStore(sessionStore).session?.person.id;
  const [fact, setFact] = useState('');
  const { state, by } = facts.find(({ id }) => id === fact) ?? whole;
  const isMine = state !== 'expired' && by.some(({ id }) => id === me);
  const form = useCommandForm({
    texts: 'law-review',
    to: '/v1/rulebook/reviews',
    refresh: ALL_KEYS,
    start: EMPTY,
    body: ({ jurisdiction, ...texts }) => ({
      regime,
      version,
      digest,
      ...(fact === '' ? {} : { fact }),
      ...texts,
      jurisdiction: jurisdiction.trim().toUpperCase(),
    }),
    whyNever: isMine ? t('rulebook:review.mine') : null,
    missing: t('rulebook:review.needsNote'),
    done: t('rulebook:review.done'),
    onDone: () => form.change(EMPTY),
  });
  return (
    <CommandFields form={form} failed={t('rulebook:review.notDone')}>
      <FactMenu
        label={t('rulebook:review.reviewed')}
        whole={t('rulebook:review.whole')}
        facts={facts}
        value={fact}
        onChange={setFact}
      />
      <TextField
        label={t('rulebook:review.note')}
        help={t('rulebook:review.noteHelp')}
        rows={2}
        {...form.field('note')}
      />
      <TextField label={t('rulebook:review.barAdmission')} {...form.field('barAdmission')} />
      <TextField label={t('rulebook:review.jurisdiction')} {...form.field('jurisdiction')} />
      <TextField label={t('rulebook:review.scope')} {...form.field('scope')} />
      <TextField label={t('rulebook:review.reviewedUntil')} type="date" {...form.field('reviewedUntil')} />
      <CommandButton form={form} label={t('rulebook:review.review')} showWhy={isMine} />
    </CommandFields>
  );
}

function FactMenu({
  facts,
  whole,
  ...field
}: Pick<BoundField<string>, 'value' | 'onChange'> & { label: string; facts: LawReview['facts']; whole?: string }) {
  const options = facts.map(({ id, says }) => ({ value: id, label: `${id}: ${says}`.slice(0, 90) }));
  return <Menu {...field} options={whole === undefined ? options : [{ value: '', label: whole }, ...options]} />;
}

function Wrong({ review: { id: regime, version, facts } }: { review: LawReview }) {
  const t = useWords();
  const first = facts.find(({ id }) => id.startsWith('clock:')) ?? facts[0];
  const form = useCommandForm({
    texts: 'law-incident',
    to: '/v1/rulebook/incidents',
    refresh: ALL_KEYS,
    start: { fact: first?.id ?? '', found: '', source: '' },
    body: ({ fact, found, source }) => ({ regime, version, fact, found: found.trim(), source: source.trim() }),
    missing: t('rulebook:review.needsFound'),
    done: t('rulebook:review.recorded'),
  });
  return (
    <details>
      <summary className="fine">{t('rulebook:review.recordWrong')}</summary>
      <CommandFields form={form} failed={t('rulebook:review.notRecorded')}>
        <FactMenu label={t('rulebook:review.fact')} facts={facts} {...form.field('fact')} />
        <TextField label={t('rulebook:review.found')} {...form.field('found')} />
        <TextField label={t('rulebook:review.source')} {...form.field('source')} />
        <CommandButton form={form} label={t('rulebook:review.record')} showWhy={false} />
      </CommandFields>
    </details>
  );
}

function Propose({ review: { id: regime, version, facts } }: { review: LawReview }) {
  const t = useWords();
  const start = { fact: facts[0]?.id ?? '', text: '', source: '', url: '', clause: '', note: '', mayName: false };
  const form = useCommandForm({
    texts: 'correction',
    to: '/v1/rulebook/corrections',
    refresh: ALL_KEYS,
    start,
    body: ({ fact, mayName, ...texts }) => {
      const given = Object.entries(texts).filter(([, text]) => text.trim() !== '');
      return { regime, version, fact, mayName, ...Object.fromEntries(given) };
    },
    missing: t('rulebook:review.needsFound'),
    done: t('rulebook:correction.done'),
    onDone: () => form.change(start),
  });
  return (
    <details>
      <summary className="fine">{t('rulebook:correction.propose')}</summary>
      <CommandFields form={form} failed={t('rulebook:review.notRecorded')}>
        <FactMenu label={t('rulebook:review.fact')} facts={facts} {...form.field('fact')} />
        <TextField label={t('rulebook:correction.text')} rows={2} {...form.field('text')} />
        <TextField label={t('rulebook:correction.source')} {...form.field('source')} />
        <TextField label={t('rulebook:correction.url')} {...form.field('url')} />
        <TextField label={t('rulebook:correction.clause')} rows={2} {...form.field('clause')} />
        <TextField label={t('rulebook:correction.note')} {...form.field('note')} />
        <label>
          <input
            type="checkbox"
            checked={form.values.mayName}
            onChange={({ target }) => form.change({ mayName: target.checked })}
          />{' '}
          {t('rulebook:correction.mayName')}
        </label>
        <CommandButton form={form} label={t('rulebook:correction.send')} showWhy={false} />
      </CommandFields>
    </details>
  );
}
