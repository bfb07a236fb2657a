import { useQuery } from '@tanstack/react-query';
import { isOneOf } from '../../domain/is-one-of.js';
import { AUTHENTICITIES, PRIORITIES } from '../../domain/notices/notice.js';
import { refuseRaising } from '../../domain/notices/sender.js';
import { CONTENT_CATEGORIES } from '../../domain/reports/content-category.js';
import { CHECKLIST_ANSWERS, FACT_FIELDS } from '../../domain/rulebook/regime.js';
import { SelectField } from '../forms/choices.js';
import { Segments, toOptions } from '../forms/Segments.js';
import { CommandDialog } from '../forms/CommandDialog.js';
import { TextField } from '../forms/TextField.js';
import { useNoticeForm, type BoundField, type CommandForm } from '../forms/use-command-form.js';
import { WhenField } from '../forms/when/WhenField.js';
import { ownZone } from '../forms/when/zones.js';
import { read } from '../http/call.js';
import type { Notice, Page, Regime } from '../http/types.js';
import { useWords } from '../words/use-words.js';
import { SenderDoubts } from './sender/SenderDoubts.js';
import { FACT_TIMES, hasUnreadTime, startTriage, toTriageBody, type Answers, type TriageForm } from './triage-form.js';

type RegimeLine = Pick<Regime, 'id' | 'version' | 'title' | 'jurisdiction'>;

export default function TriageDialog({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useWords();
  const form = useNoticeForm(notice.id, 'triage', {
    start: startTriage(notice),
    body: (values) => toTriageBody(notice, values),
    why: (values) => (hasUnreadTime(values) ? t('intake:when.why') : null),
    done: t('notice:triage.done'),
    onClose,
  });
  const { field, values } = form;
  return (
    <CommandDialog
      form={form}
      title={t('notice:triage.title')}
      body={t('notice:triage.body')}
      wide
      go={t('notice:triage.go')}
      failed={t('notice:triage.failed')}
      busy={t('notice:triage.go')}
    >
      <SenderDoubts doubts={notice.senderDoubts} />
      <RegimeField notice={notice} {...field('regime')} />
      {notice.asksCategory || notice.category !== null ? <CategoryField {...field('category')} /> : null}
      <SelectField
        label={t('notice:triage.authenticity')}
        help={t('authenticity:raised')}
        options={toOptions(
          AUTHENTICITIES.filter((each) => refuseRaising(notice.authenticity, each) === null),
          (each) => t(`words:authenticity.${each}`),
        )}
        {...field('authenticity')}
      />
      <Times form={form} />
      <TextField label={t('notice:facts.queue')} help={t('notice:triage.queueHelp')} {...field('queue')} />
      <SelectField
        label={t('notice:facts.priority')}
        options={[
          ...(values.priority === '' ? [{ value: '' as const, text: t('words:priority.none') }] : []),
          ...toOptions(PRIORITIES, (each) => t(`words:priority.${each}`)),
        ]}
        {...field('priority')}
      />
      {notice.checklist.length === 0 || values.regime !== notice.regime.id ? null : (
        <Checklist items={notice.checklist} {...field('checklist')} />
      )}
    </CommandDialog>
  );
}

function RegimeField({ notice, ...field }: BoundField<string> & { notice: Notice }) {
  const t = useWords();
  const regimes = useQuery({
    queryKey: ['regimes', notice.receivedAt],
    queryFn: ({ signal }) =>
      read<Page<RegimeLine>>(`/v1/rulebook/regimes?limit=200&at=${encodeURIComponent(notice.receivedAt)}`, { signal }),
    staleTime: 60_000,
  }).data?.items ?? [{ id: field.value, version: '', title: '', jurisdiction: notice.jurisdiction }];
  const isMine = ({ jurisdiction }: RegimeLine) => jurisdiction === notice.jurisdiction;
  const lines = [...regimes.filter(isMine), ...regimes.filter((line) => !isMine(line))];
  return (
    <SelectField
      label={t('notice:triage.regime')}
      help={notice.lawCandidates.map(({ id, why, words }) => (
        <span className="block" key={id}>
          {t('notice:triage.candidate', { id, why, words: words.join(', ') })}
        </span>
      ))}
      options={lines.map(({ id, version, title }) => ({
        value: id,
        text: title === '' ? id : `${id}: ${title} (${version})`,
      }))}
      {...field}
    />
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

function Times({ form: { field, values } }: { form: CommandForm<TriageForm> }) {
  const t = useWords();
  const zone = ownZone();
  const { path, onChange } = field('facts');
  return (
    <>
      {FACT_TIMES.map((name) => (
        <WhenField
          key={name}
          label={isOneOf(FACT_FIELDS, name) ? t(`notice:triage.fact.${name}`) : t(`intake:when.${name}`)}
          path={`${path}/${name}`}
          zone={zone}
          help={t('notice:triage.keeps')}
          value={values.facts[name]}
          onChange={(text) => onChange({ ...values.facts, [name]: text })}
        />
      ))}
      <WhenField
        label={t('intake:when.effectiveUntil')}
        zone={zone}
        help={t('notice:triage.noEnd')}
        {...field('effectiveUntil')}
      />
    </>
  );
}

function Checklist({ items, value, onChange }: BoundField<Answers> & { items: Notice['checklist'] }) {
  const t = useWords();
  return (
    <fieldset>
      <legend>{t('notice:triage.checklist')}</legend>
      {items.map(({ id, asks, suggested }) => (
        <div className="line answer" key={id}>
          <span>{asks}</span>
          <Segments
            label={asks}
            options={toOptions(CHECKLIST_ANSWERS, (answer) => t(`notice:triage.${answer}`))}
            value={value[id]}
            onChange={(answer) => onChange({ ...value, [id]: answer })}
          />
          {suggested === 'missing' && value[id] === undefined ? (
            <span className="unsure">{t('notice:triage.suggested')}</span>
          ) : null}
        </div>
      ))}
    </fieldset>
  );
}
