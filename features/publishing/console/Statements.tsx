import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../../console/http/may.js';
import type { Notice } from '../../../console/http/types.js';
import type { ReasonsState, StatementOfReasons } from './types.js';
import { Button } from '../../../console/parts/Button.js';
import { Table } from '../../../console/parts/Table.js';
import { Tag } from '../../../console/parts/Tag.js';
import { useWords } from '../../../console/words/use-words.js';
import { formatList } from '../../../console/parts/format.js';
import { reasonsQuery, statementsQuery } from './queries.js';
import { ReadDialog } from './ReadDialog.js';
import { Versions } from './Versions.js';
import { categoryWords } from '../../../console/enforcement/category-words.js';
import { StateReasonsDialog } from './StateReasonsDialog.js';

const TONES = { accepted: 'ok', refused: 'danger', dead: 'danger', unstated: 'caution' } as const;

export function Statements({ notice }: { notice: Notice }) {
  const t = useWords();
  const may = useMay();
  const isOn = may('notice.read_documents');
  const [asks, setAsks] = useState(false);
  const { data } = useQuery({ ...statementsQuery(notice.id), enabled: isOn });
  const reasons = useQuery({ ...reasonsQuery(notice.id), enabled: isOn }).data;
  const due = data?.items.flatMap((one) => (one.state === null ? [] : [{ ...one, state: one.state }])) ?? [];
  if (due.length === 0) return null;
  return (
    <section>
      <div className="section-head">
        <h3>{t('publishing:statements.title')}</h3>
        <span className="muted fine">{t('publishing:statements.help')}</span>
        {may('submit') && reasons?.unpublishable === null ? (
          <Button size="small" onPress={() => setAsks(true)}>
            {t('publishing:statements.open')}
          </Button>
        ) : null}
      </div>
      <Table
        label={t('publishing:statements.title')}
        rows={due}
        keyOf={({ target }) => target}
        columns={[
          { head: t('publishing:statements.target'), cell: ({ target }) => target },
          {
            head: t('publishing:statements.how'),
            cell: ({ state, outdated }) => (
              <>
                <HowFar state={state} />{' '}
                {outdated ? <Tag tone="caution">{t('publishing:statements.outdated')}</Tag> : null}
              </>
            ),
          },
          { head: t('publishing:statements.version'), cell: ({ version }) => version ?? '–' },
          {
            head: t('publishing:statements.receipt'),
            cell: ({ receipt, lastError }) => receipt ?? lastError ?? '–',
            className: 'identifier',
          },
        ]}
      />
      {reasons === undefined ? null : <Reasons state={reasons} />}
      {data?.nextCursor == null ? null : <p className="muted">{t('publishing:statements.more')}</p>}
      {asks ? <StateReasonsDialog notice={notice} onClose={() => setAsks(false)} /> : null}
    </section>
  );
}

function Reasons({ state: { notice, unpublishable, versions } }: { state: ReasonsState }) {
  const t = useWords();
  const [open, setOpen] = useState<ReasonsState['versions'][number] | null>(null);
  return (
    <>
      {unpublishable === null ? null : <p className="why">{unpublishable.cure}</p>}
      {versions.length === 0 ? null : (
        <Versions
          versions={versions.map((one) => ({
            ...one,
            note: t('publishing:statements.stated', { count: one.statements, category: categoryWords(one.category) }),
          }))}
          onRead={(version) => setOpen(versions.find((one) => one.version === version) ?? null)}
        />
      )}
      {open === null ? null : (
        <ReadDialog notice={notice} path="statements" version={open} onClose={() => setOpen(null)}>
          <p>{t('publishing:statements.stated', { count: open.statements, category: categoryWords(open.category) })}</p>
          <p>
            {t('publishing:statements.contentDate')}: {open.contentDate}
          </p>
          {open.items === null ? null : (
            <p>
              {t('publishing:statements.target')}: {formatList(open.items.map(String))}
            </p>
          )}
        </ReadDialog>
      )}
    </>
  );
}

function HowFar({ state }: { state: NonNullable<StatementOfReasons['state']> }) {
  const t = useWords();
  const word = t(`publishing:statements.state.${state}`);
  return state === 'pending' ? <Tag>{word}</Tag> : <Tag tone={TONES[state]}>{word}</Tag>;
}
