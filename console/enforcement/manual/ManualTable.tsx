import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { CommandDialog } from '../../forms/CommandDialog.js';
import { ReasonDialog } from '../../forms/ReasonDialog.js';
import { useCommandForm } from '../../forms/use-command-form.js';
import { useMay } from '../../http/may.js';
import { sessionStore } from '../../http/session.js';
import type { Notice } from '../../http/types.js';
import { noticeKeys } from '../../http/use-write.js';
import { Button } from '../../parts/Button.js';
import { Failure } from '../../parts/Failure.js';
import { formatInstant, formatNumber } from '../../parts/format.js';
import { Table } from '../../parts/Table.js';
import { useWords, type Words } from '../../words/use-words.js';
import { manualActionsQuery, type ManualRecord } from './queries.js';

type Settling = { confirm: boolean; of: ManualRecord };

/** What was done by hand, beside what enforcement has proven. */
export default function ManualTable({ notice }: { notice: Notice }) {
  const t = useWords();
  const mayAct = useMay()('manual_action') && notice.stage !== 'closed';
  const query = useInfiniteQuery(manualActionsQuery(notice.id));
  const [settling, setSettling] = useState<Settling | null>(null);
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  if (query.error !== null) return <Failure title={t('manual:failed')} error={query.error} />;
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="manual">
      <h2 id="manual" className="heading">
        {t('manual:title')}
      </h2>
      <p className="muted fine">{t('manual:beside')}</p>
      <Table
        label={t('manual:title')}
        wide
        rows={rows}
        keyOf={({ number }) => number}
        columns={[
          { head: t('manual:col.number'), cell: ({ number }) => formatNumber(number), end: true },
          { head: t('manual:col.what'), cell: (one) => <What of={one} /> },
          { head: t('manual:col.state'), cell: (one) => <State of={one} /> },
          {
            head: <span className="visually-hidden">{t('manual:col.act')}</span>,
            cell: (one) =>
              one.state === 'recorded' && mayAct ? (
                <Acts of={one} onAct={(confirm) => setSettling({ confirm, of: one })} />
              ) : null,
          },
        ]}
      />
      {query.hasNextPage ? (
        <Button size="small" onPress={() => void query.fetchNextPage()}>
          {t('manual:more')}
        </Button>
      ) : null}
      {settling === null ? null : settling.confirm ? (
        <ConfirmDialog notice={notice} of={settling.of} onClose={() => setSettling(null)} />
      ) : (
        <RefuseDialog notice={notice} of={settling.of} onClose={() => setSettling(null)} />
      )}
    </section>
  );
}

const MAX_RANGES = 12;

function formatRanges(ranges: ManualRecord['ranges']): string {
  const shown = ranges.slice(0, MAX_RANGES).map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
  return shown.join(', ') + (ranges.length > MAX_RANGES ? ' …' : '');
}

function What({ of: { effect, targets, ranges, doneAt, doneBy, evidence, document } }: { of: ManualRecord }) {
  const t = useWords();
  const what = { effect: t(`words:manual.${effect}`), count: targets, ranges: formatRanges(ranges) };
  return (
    <>
      {t('manual:what', what)}
      <span className="muted fine block" dir="auto">
        {t('manual:when', { at: formatInstant(doneAt), by: doneBy })} {evidence}
      </span>
      {document === null ? null : <code className="fine block cut">{document}</code>}
    </>
  );
}

function State({ of: one }: { of: ManualRecord }) {
  const t = useWords();
  return (
    <>
      {formatState(one, t)}
      <span className="muted fine block">{t('manual:by', { name: one.byName, at: formatInstant(one.at) })}</span>
      <span className="muted fine block">{formatProven(one, t)}</span>
    </>
  );
}

function formatState({ state, settled }: ManualRecord, t: Words): string {
  if (state === 'recorded' || settled === null) return t('manual:state.recorded');
  return t(`manual:state.${state}`, { name: settled.byName, at: formatInstant(settled.at) });
}

function formatProven({ proven, targets }: ManualRecord, t: Words): string {
  if (proven.at !== null) return t('manual:proven.all', { at: formatInstant(proven.at) });
  return proven.targets === 0
    ? t('manual:proven.none')
    : t('manual:proven.some', { count: proven.targets, of: formatNumber(targets) });
}

function Acts({ of: { by }, onAct }: { of: ManualRecord; onAct: (confirm: boolean) => void }) {
  const t = useWords();
  const isOwn = by === sessionStore.get().session?.person.id;
  return (
    <span className="chips no-print">
      <Button size="small" hasPopup="dialog" why={isOwn ? t('manual:own') : null} onPress={() => onAct(true)}>
        {t('manual:confirm.go')}
      </Button>
      <Button size="small" variant="quiet" hasPopup="dialog" onPress={() => onAct(false)}>
        {t(isOwn ? 'manual:refuse.own' : 'manual:refuse.go')}
      </Button>
    </span>
  );
}

interface SettleProps {
  notice: Notice;
  of: ManualRecord;
  onClose: () => void;
}

function ConfirmDialog({ notice, of: one, onClose }: SettleProps) {
  const t = useWords();
  const form = useCommandForm({
    to: `/v1/notices/${notice.id}/manual-actions/${one.number}/settle`,
    refresh: noticeKeys(notice.id),
    start: {},
    body: () => ({ confirm: true }),
    done: t('manual:confirm.done'),
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={t('manual:confirm.title', { number: one.number })}
      body={t('manual:confirm.body')}
      go={t('manual:confirm.go')}
    >
      <What of={one} />
    </CommandDialog>
  );
}

function RefuseDialog({ notice, of: one, onClose }: SettleProps) {
  const t = useWords();
  const form = useCommandForm({
    to: `/v1/notices/${notice.id}/manual-actions/${one.number}/settle`,
    texts: 'manual-refusal',
    refresh: noticeKeys(notice.id),
    start: { reason: '' },
    body: ({ reason }) => ({ confirm: false, reason: reason.trim() }),
    done: t('manual:refuse.done'),
    onClose,
  });
  return (
    <ReasonDialog form={form} title={t('manual:refuse.title', { number: one.number })} go={t('manual:refuse.go')} />
  );
}
