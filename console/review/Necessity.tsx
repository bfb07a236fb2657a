import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { necessityView } from '../../contract/review/necessity.js';
import { NECESSITY_QUESTIONS, type NecessityAnswers } from '../../domain/submissions/necessity.js';
import { buildRecord } from '../../domain/record-keys.js';
import { Segments, toOptions } from '../forms/Segments.js';
import { TextField } from '../forms/TextField.js';
import { read } from '../http/call.js';
import type { Notice } from '../http/types.js';
import { noticeKeys, useWrite } from '../http/use-write.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { Instant } from '../parts/Instant.js';
import { useWords } from '../words/use-words.js';

type View = z.infer<typeof necessityView>;

/** Of the drafts, or of a submission. */
export function necessityQuery(notice: string, submission?: number) {
  return queryOptions({
    queryKey: ['notice', notice, 'necessity', submission ?? null],
    queryFn: ({ signal }) =>
      read<View>(`/v1/notices/${notice}/necessity${submission === undefined ? '' : `?submission=${submission}`}`, {
        signal,
      }),
  });
}

/** The three questions on the drafts, where a rule requires answers. */
export function NecessityFields({ notice }: { notice: Notice }) {
  const t = useWords();
  const { data } = useQuery(necessityQuery(notice.id));
  const [answers, setAnswers] = useState(() =>
    buildRecord(NECESSITY_QUESTIONS, () => ({ answer: null as 'yes' | 'no' | null, reason: '' })),
  );
  const write = useWrite<View, NecessityAnswers>({
    to: `/v1/notices/${notice.id}/necessity`,
    refresh: noticeKeys(notice.id),
    done: t('review:necessity.saved'),
  });
  if (data === undefined || data.required.length === 0) return null;
  if (data.current) return <Answered view={data} />;
  const given = toAnswers(answers);
  return (
    <section className="stack" aria-labelledby="necessity">
      <h3 id="necessity">{t('review:necessity.title')}</h3>
      <Required view={data} />
      {data.answered === null ? null : <p className="why">{t('review:necessity.outdated')}</p>}
      {NECESSITY_QUESTIONS.map((question) => {
        const one = answers[question];
        const change = (part: Partial<typeof one>) =>
          setAnswers((before) => ({ ...before, [question]: { ...before[question], ...part } }));
        const label = t(`review:necessity.question.${question}`);
        return (
          <div key={question} className="stack wide">
            <div className="flow">
              <span>{label}</span>
              <Segments
                label={label}
                options={toOptions(['yes', 'no'] as const, (value) => t(`review:necessity.${value}`))}
                value={one.answer}
                onChange={(answer) => change({ answer })}
              />
            </div>
            <TextField
              label={t('review:necessity.reason')}
              path={`/${question}/reason`}
              value={one.reason}
              maxLength={1000}
              onChange={(reason) => change({ reason })}
            />
          </div>
        );
      })}
      <Failure title={t('review:necessity.failed')} error={write.error} />
      <Button
        why={given === null ? t('review:necessity.first') : null}
        onPress={() => (given === null ? undefined : write.mutate(given))}
      >
        {t('review:necessity.save')}
      </Button>
    </section>
  );
}

function toAnswers(
  answers: Record<keyof NecessityAnswers, { answer: 'yes' | 'no' | null; reason: string }>,
): NecessityAnswers | null {
  const { less_intrusive: less, narrowest, outweighed } = answers;
  const filled = ({ answer, reason }: typeof less) =>
    answer === null || reason.trim() === '' ? null : { answer, reason };
  const [one, two, three] = [filled(less), filled(narrowest), filled(outweighed)];
  return one === null || two === null || three === null
    ? null
    : { less_intrusive: one, narrowest: two, outweighed: three };
}

/** The answers that a submission was made with, as its approver reads them. */
export function NecessityOf({ notice, submission }: { notice: string; submission: number }) {
  const { data } = useQuery(necessityQuery(notice, submission));
  return data === undefined || data.required.length === 0 ? null : <Answered view={data} />;
}

function Required({ view: { required } }: { view: View }) {
  const t = useWords();
  return (
    <p className="muted fine">
      {required.map(({ because, targets, source }) => (
        <span key={because} title={source ?? undefined}>
          {t(`review:necessity.${because}`, { count: targets })}
          {source === null ? ' ' : ` (${source}) `}
        </span>
      ))}
    </p>
  );
}

function Answered({ view }: { view: View }) {
  const t = useWords();
  const { answered, current } = view;
  return (
    <section aria-labelledby="necessity">
      <h3 id="necessity">{t('review:necessity.title')}</h3>
      <Required view={view} />
      {answered === null ? <p className="caution-ink">{t('review:necessity.unanswered')}</p> : null}
      {answered !== null && !current ? <p className="caution-ink">{t('review:necessity.outdated')}</p> : null}
      {answered === null ? null : (
        <>
          <ul>
            {answered.answers.map(({ question, answer, reason }) => (
              <li key={question}>
                {t(`review:necessity.question.${question}`)} <b>{t(`review:necessity.${answer}`)}.</b>{' '}
                <span dir="auto">{reason}</span>
              </li>
            ))}
          </ul>
          <p className="muted fine">
            {answered.byName}, <Instant at={answered.at} short />
          </p>
        </>
      )}
    </section>
  );
}
