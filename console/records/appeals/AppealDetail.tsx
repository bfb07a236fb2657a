import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { read } from '../../http/call.js';
import { Fact } from '../../parts/Fact.js';
import { Instant } from '../../parts/Instant.js';
import { ActionLabel } from '../../parts/Action.js';
import type { Appeal, WholeAppeal } from '../../http/types.js';
import { APPEAL_OUTCOMES, type AppealOutcome } from '../../../domain/appeals/appeal.js';
import { Segments, toOptions } from '../../forms/Segments.js';
import { CommandButton, CommandFields } from '../../forms/CommandDialog.js';
import { TextField } from '../../forms/TextField.js';
import { useCommandForm } from '../../forms/use-command-form.js';
import { RECORD_KEYS } from '../../http/use-write.js';
import { useWords } from '../../words/use-words.js';

export function AppealDetail({ appeal }: { appeal: Appeal }) {
  const t = useWords();
  return (
    <>
      <section>
        <div className="heading">{appeal.number}</div>
        <h2 className="title locator plain">{appeal.target?.locator ?? appeal.named}</h2>
        <About appeal={appeal} />
      </section>
      <section>
        <div className="heading">{t('appeals:says')}</div>
        <blockquote className="said plain" dir="auto">
          {appeal.statement}
        </blockquote>
        {appeal.contact === null ? null : (
          <p className="fine">
            {t('appeals:contact')} <span dir="auto">{appeal.contact}</span>
          </p>
        )}
        <AppealDocuments id={appeal.id} />
      </section>
      {appeal.state === 'open' ? <DecideAppeal appeal={appeal} /> : <Decided appeal={appeal} />}
    </>
  );
}

function About({ appeal: { notice, target, receivedAt, dueAt, late } }: { appeal: Appeal }) {
  const t = useWords();
  return (
    <dl className="key-values">
      <Fact name={t('appeals:notice')}>
        {notice === null ? (
          t('appeals:unmatched')
        ) : (
          <Link to="/notices/$id" params={{ id: notice.id }}>
            {notice.number}
          </Link>
        )}
      </Fact>
      <Fact name={t('appeals:decision')}>
        {target === null ? null : (
          <>
            {target.action === null ? null : <ActionLabel action={target.action} />}{' '}
            {t(`words:status.${target.status}`)}
          </>
        )}
      </Fact>
      <Fact name={t('appeals:received')}>
        <Instant at={receivedAt} /> {late ? t('appeals:lateWhy') : null}
      </Fact>
      <Fact name={t('appeals:due')}>
        <Instant at={dueAt} />
      </Fact>
    </dl>
  );
}

/** Files come from outside, so each is offered as a download and never rendered. */
function AppealDocuments({ id }: { id: string }) {
  const t = useWords();
  const { data } = useQuery({
    queryKey: ['records', 'appeal', id],
    queryFn: ({ signal }) => read<WholeAppeal>(`/v1/appeals/${id}`, { signal }),
  });
  const documents = data?.documents ?? [];
  if (documents.length === 0) return null;
  return (
    <>
      <div className="heading">{t('appeals:documents')}</div>
      <ul className="stack">
        {documents.map(({ sha256, name }) => (
          <li key={sha256}>
            <a href={`/v1/appeals/${id}/documents/${sha256}`} download>
              <span dir="auto">{name}</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

function Decided({ appeal: { outcome, reasons, decidedBy, decidedAt, restoration } }: { appeal: Appeal }) {
  const t = useWords();
  if (outcome === null || decidedAt === null) return null;
  return (
    <section>
      <div className="heading">{t(`appeals:outcomes.${outcome}`)}</div>
      {restoration === null || restoration.state === 'approved' ? null : (
        <p className="why">{t('appeals:awaitsApproval', { submission: restoration.submission })}</p>
      )}
      <p className="plain" dir="auto">
        {reasons}
      </p>
      <p className="muted">
        {t('appeals:decidedBy', { name: decidedBy?.name ?? '' })} <Instant at={decidedAt} />
      </p>
    </section>
  );
}

/**
 * Decides an appeal; only for a person who took no part in the decision appealed. The appellant receives the reasons.
 */
function DecideAppeal({ appeal: { id, number, target, mayDecide } }: { appeal: Appeal }) {
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
