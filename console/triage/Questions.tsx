import type { ReactNode } from 'react';
import { AUTHENTICITIES } from '../../domain/notices/notice.js';
import { refuseRaising } from '../../domain/notices/sender.js';
import { CONTENT_CATEGORIES } from '../../domain/reports/content-category.js';
import { CHECKLIST_ANSWERS } from '../../domain/rulebook/regime.js';
import { SegmentsField, SelectField } from '../forms/choices.js';
import { LawChooser } from '../forms/law/LawChooser.js';
import { Segments, toOptions } from '../forms/Segments.js';
import { TextField } from '../forms/TextField.js';
import type { BoundField } from '../forms/use-command-form.js';
import { WhenField } from '../forms/when/WhenField.js';
import { ownZone } from '../forms/when/zones.js';
import { SenderDoubts } from '../notice/sender/SenderDoubts.js';
import { Button } from '../parts/Button.js';
import { formatCountry, formatInstant } from '../parts/format.js';
import { useWords } from '../words/use-words.js';
import { DEADLINES, type GivenAnswers, type Deadline, type TriageQuestion, type TriageForm } from './answers.js';
import type { Triage } from './use-triage.js';

type Body = (props: { triage: Triage; onVerify: (() => void) | null }) => ReactNode;

export const BODIES: Record<TriageQuestion, Body> = {
  complete: Complete,
  who: Who,
  law: Law,
  when: When,
  deadline: DeadlineFields,
};

function Complete({ triage: { preview, form } }: { triage: Triage }) {
  const t = useWords();
  const { value, onChange } = form.field('checklist');
  const items = preview?.checklist ?? [];
  if (items.length === 0) return <p className="muted">{t('triage:complete.none')}</p>;
  const all: GivenAnswers = Object.fromEntries(items.map(({ id }) => [id, 'present']));
  return (
    <>
      <p className="muted">{t('triage:complete.body')}</p>
      <div>
        {items.map(({ id, asks, suggested }) => (
          <div className="line answer" key={id}>
            <span>{asks}</span>
            <Segments
              label={asks}
              options={toOptions(CHECKLIST_ANSWERS, (answer) => t(`triage:complete.${answer}`))}
              value={value[id]}
              onChange={(answer) => onChange({ ...value, [id]: answer })}
            />
            {suggested === 'missing' && value[id] === undefined ? (
              <span className="unsure">{t('triage:complete.suggested')}</span>
            ) : null}
          </div>
        ))}
      </div>
      <p>
        <Button size="small" variant="quiet" onPress={() => onChange({ ...value, ...all })}>
          {t('triage:complete.all')}
        </Button>
      </p>
    </>
  );
}

function Who({ triage: { notice, form }, onVerify }: { triage: Triage; onVerify: (() => void) | null }) {
  const t = useWords();
  const { authority } = notice;
  return (
    <>
      <p dir="auto">
        <b>{authority.name}</b>, {formatCountry(authority.country)}
        {authority.id === null ? <span className="unsure block">{t('triage:who.unknown')}</span> : null}
      </p>
      <SenderDoubts doubts={notice.senderDoubts} />
      <SelectField
        label={t('triage:who.sender')}
        help={t('authenticity:raised')}
        options={toOptions(
          AUTHENTICITIES.filter((each) => refuseRaising(notice.authenticity, each) === null),
          (each) => t(`words:authenticity.${each}`),
        )}
        {...form.field('authenticity')}
      />
      {onVerify === null ? null : (
        <p>
          <Button keys="w" onPress={onVerify} hasPopup="dialog">
            {t('sender:act')}
          </Button>
        </p>
      )}
    </>
  );
}

function Law({ triage: { notice, form } }: { triage: Triage }) {
  const t = useWords();
  return (
    <>
      {notice.lawCandidates.length === 0 ? null : <p className="unsure">{t('triage:law.several')}</p>}
      <LawChooser
        kind={notice.kind}
        country={notice.jurisdiction}
        authority={notice.authority.id}
        candidates={notice.lawCandidates}
        at={notice.receivedAt}
        {...form.field('regime')}
      />
      {notice.asksCategory || notice.category !== null ? <CategoryField {...form.field('category')} /> : null}
    </>
  );
}

function CategoryField(field: BoundField<TriageForm['category']>) {
  const t = useWords();
  return (
    <SelectField
      label={t('publishing:category.label')}
      help={t('publishing:category.why')}
      options={toOptions(['', ...CONTENT_CATEGORIES] as const, (each) =>
        t(`publishing:category.of.${each === '' ? 'not_stated' : each}`),
      )}
      {...field}
    />
  );
}

function When({ triage: { notice, preview, form } }: { triage: Triage }) {
  const t = useWords();
  const zone = ownZone();
  const { path, value, onChange } = form.field('facts');
  const { kind } = form.values.orderedDeadline;
  const law = preview?.dates ?? [];
  // A time to comply that the order gives counts from service, whatever the law starts from.
  const dates = kind === 'within' && !law.includes('servedAt') ? [...law, 'servedAt' as const] : law;
  return (
    <>
      <p className="muted number">{t('triage:when.received', { at: formatInstant(notice.receivedAt) })}</p>
      {dates.map((name) => (
        <WhenField
          key={name}
          label={t(`triage:when.${name}`)}
          path={`${path}/${name}`}
          zone={zone}
          help={t('triage:when.empty')}
          value={value[name]}
          onChange={(text) => onChange({ ...value, [name]: text })}
        />
      ))}
      <WhenField
        label={t('intake:when.effectiveUntil')}
        zone={zone}
        help={t('triage:when.noEnd')}
        {...form.field('effectiveUntil')}
      />
      <p className="muted">{t(dates.length === 0 ? 'triage:when.none' : 'triage:when.noOther')}</p>
    </>
  );
}

function DeadlineFields({ triage: { form, notice } }: { triage: Triage }) {
  const t = useWords();
  const { path, value, onChange } = form.field('orderedDeadline');
  const change = (part: Partial<Deadline>) => onChange({ ...value, ...part });
  const kinds = notice.orderedDeadline === null ? DEADLINES : DEADLINES.filter((each) => each !== 'none');
  return (
    <>
      <SegmentsField
        label={t('intake:deadline.label')}
        path={path}
        help={t(value.kind === 'none' ? 'triage:deadline.none' : 'intake:deadline.second')}
        options={toOptions(kinds, (each) => t(`intake:deadline.${each}`))}
        value={value.kind}
        onChange={(kind) => change({ kind })}
      />
      {value.kind === 'at' ? (
        <WhenField
          label={t('intake:deadline.at_text')}
          zone={ownZone()}
          placeholder={t('intake:when.aheadPlaceholder')}
          path={path}
          value={value.text}
          onChange={(text) => change({ text })}
        />
      ) : null}
      {value.kind === 'within' ? (
        <TextField
          label={t('intake:deadline.within_text')}
          placeholder={t('intake:deadline.withinPlaceholder')}
          path={path}
          value={value.text}
          onChange={(text) => change({ text })}
        />
      ) : null}
    </>
  );
}
