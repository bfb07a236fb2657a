import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../http/may.js';
import type { Notice, Statement } from '../http/types.js';
import { Button } from '../parts/Button.js';
import { Tag } from '../parts/Tag.js';
import { useWords } from '../words/use-words.js';
import { statementsQuery } from './queries.js';
import { StateReasonsDialog } from './StateReasonsDialog.js';

const TONES = { taken: 'ok', refused: 'danger', dead: 'danger', unstated: 'caution' } as const;

/** Statements of reasons about what was restricted, and how far the DSA Transparency Database has them. */
export function Statements({ notice }: { notice: Notice }) {
  const t = useWords();
  const may = useMay();
  const isOn = may('notice.read_documents');
  const [asks, setAsks] = useState(false);
  const { data } = useQuery({ ...statementsQuery(notice.id), enabled: isOn });
  const due = data?.items.flatMap((one) => (one.state === null ? [] : [{ ...one, state: one.state }])) ?? [];
  if (due.length === 0) return null;
  return (
    <section>
      <div className="section-head">
        <h3>{t('publishing:statements.title')}</h3>
        <span className="muted fine">{t('publishing:statements.help')}</span>
        {may('submit') ? (
          <Button size="small" onPress={() => setAsks(true)}>
            {t('publishing:statements.open')}
          </Button>
        ) : null}
      </div>
      <table className="table">
        <caption className="visually-hidden">{t('publishing:statements.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('publishing:statements.target')}</th>
            <th scope="col">{t('publishing:statements.how')}</th>
            <th scope="col">{t('publishing:statements.version')}</th>
            <th scope="col">{t('publishing:statements.receipt')}</th>
          </tr>
        </thead>
        <tbody>
          {due.map((one) => (
            <tr key={one.target}>
              <td>{one.target}</td>
              <td>
                <HowFar state={one.state} />{' '}
                {one.outdated ? <Tag tone="caution">{t('publishing:statements.outdated')}</Tag> : null}
              </td>
              <td>{one.version ?? '–'}</td>
              <td className="identifier">{one.receipt ?? one.lastError ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {data?.nextCursor == null ? null : <p className="muted">{t('publishing:statements.more')}</p>}
      {asks ? <StateReasonsDialog notice={notice} onClose={() => setAsks(false)} /> : null}
    </section>
  );
}

function HowFar({ state }: { state: NonNullable<Statement['state']> }) {
  const t = useWords();
  const word = t(`publishing:statements.state.${state}`);
  return state === 'pending' ? <Tag>{word}</Tag> : <Tag tone={TONES[state]}>{word}</Tag>;
}
