import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../../../console/http/may.js';
import type { Notice } from '../../../console/http/types.js';
import type { LumenState, PublicStatementState } from './types.js';
import { Button } from '../../../console/parts/Button.js';
import { useWords } from '../../../console/words/use-words.js';
import { LumenDialog, SettleDialog, Redactions } from './LumenDialog.js';
import { lumenQuery, publicStatementQuery } from './queries.js';
import { ReadDialog } from './ReadDialog.js';
import { StatementDialog } from './StatementDialog.js';
import { StatementFiguresList } from './StatementFigures.js';
import { Versions } from './Versions.js';

export function Publications({ notice }: { notice: Notice }) {
  const isOn = useMay()('notice.read_documents') && notice.outcome !== null;
  const lumen = useQuery({ ...lumenQuery(notice.id), enabled: isOn }).data;
  const statement = useQuery({ ...publicStatementQuery(notice.id), enabled: isOn }).data;
  return (
    <>
      {lumen === undefined || isNothing(lumen) ? null : <LumenSection state={lumen} />}
      {statement === undefined || isNothing(statement) ? null : <StatementSection state={statement} />}
    </>
  );
}

function isNothing({ unpublishable, versions }: LumenState | PublicStatementState): boolean {
  return unpublishable !== null && versions.length === 0;
}

function LumenSection({ state }: { state: LumenState }) {
  const t = useWords();
  const [open, setOpen] = useState<'draft' | LumenState['versions'][number] | { settle: number } | null>(null);
  const close = () => setOpen(null);
  const may = useMay();
  const maySettle = may('submit');
  return (
    <section>
      <SectionHead
        title={t('publishing:publications.lumen.title')}
        help={t('publishing:publications.lumen.help')}
        canDraft={state.proposal !== null}
        onDraft={() => setOpen('draft')}
      />
      <Versions
        versions={state.versions.map((one) => ({ ...one, note: one.receipt ?? one.lastError }))}
        onRead={(version) => {
          const found = state.versions.find((one) => one.version === version);
          if (found !== undefined) setOpen(found);
        }}
        {...(maySettle ? { onSettle: (version: number) => setOpen({ settle: version }) } : {})}
      />
      {state.sending ? null : <p className="muted fine">{t('publishing:publications.lumen.off')}</p>}
      {open === 'draft' && state.proposal !== null ? (
        <LumenDialog notice={state.notice} proposal={state.proposal} onClose={close} />
      ) : null}
      {open !== null && open !== 'draft' && 'version' in open ? (
        <ReadDialog notice={state.notice} path="lumen" version={open} onClose={close}>
          <LumenBody body={open.body} remaining={open.remaining} />
        </ReadDialog>
      ) : null}
      {open !== null && open !== 'draft' && 'settle' in open ? (
        <SettleDialog notice={state.notice} version={open.settle} onClose={close} />
      ) : null}
    </section>
  );
}

function StatementSection({ state }: { state: PublicStatementState }) {
  const t = useWords();
  const [open, setOpen] = useState<'draft' | PublicStatementState['versions'][number] | null>(null);
  const close = () => setOpen(null);
  return (
    <section>
      <SectionHead
        title={t('publishing:publications.statement.title')}
        help={t('publishing:publications.statement.help')}
        canDraft={state.figures !== null}
        onDraft={() => setOpen('draft')}
      />
      {state.outdated ? <p className="why">{t('publishing:publications.statement.outdated')}</p> : null}
      <Versions
        versions={state.versions.map((one) => ({ ...one, note: one.title, isPublic: state.address !== null }))}
        onRead={(version) => setOpen(state.versions.find((one) => one.version === version) ?? null)}
      />
      {state.address === null ? (
        <p className="muted fine">{t('publishing:publications.statement.off')}</p>
      ) : state.versions.some((one) => one.state === 'approved') ? (
        <p>
          <a href={state.address}>{state.address}</a>
        </p>
      ) : null}
      {open === 'draft' && state.figures !== null ? (
        <StatementDialog
          notice={state.notice}
          figures={state.figures}
          last={state.versions[0] ?? null}
          onClose={close}
        />
      ) : null}
      {open !== null && open !== 'draft' ? (
        <ReadDialog notice={state.notice} path="public-statement" version={open} onClose={close}>
          <h3 dir="auto">{open.title}</h3>
          <p className="plain" dir="auto">
            {open.text}
          </p>
          <StatementFiguresList figures={open.figures} />
        </ReadDialog>
      ) : null}
    </section>
  );
}

function SectionHead(props: { title: string; help: string; canDraft: boolean; onDraft: () => void }) {
  const { title, help, canDraft, onDraft } = props;
  const t = useWords();
  const may = useMay();
  return (
    <div className="section-head">
      <h3>{title}</h3>
      <span className="muted fine">{help}</span>
      {may('submit') && canDraft ? (
        <Button size="small" onPress={onDraft} hasPopup="dialog">
          {t('publishing:publications.draft')}
        </Button>
      ) : null}
    </div>
  );
}

type Version = LumenState['versions'][number];

/** A Lumen notice to review: its texts as rendered, and the full body that is sent. */
function LumenBody({ body, remaining }: Pick<Version, 'body' | 'remaining'>) {
  const t = useWords();
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : '');
  return (
    <>
      <h3 dir="auto">{text('title')}</h3>
      <p className="medium" dir="auto">
        {text('subject')}
      </p>
      <p className="plain" dir="auto">
        {text('body')}
      </p>
      <Redactions title={t('publishing:publications.lumen.remaining')} redactions={remaining} />
      <details>
        <summary>{t('publishing:publications.lumen.asSent')}</summary>
        <div className="scrolls-x" tabIndex={0} role="region" aria-label={t('publishing:publications.lumen.asSent')}>
          <pre>{JSON.stringify(body, null, 2)}</pre>
        </div>
      </details>
    </>
  );
}
