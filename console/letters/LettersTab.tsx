import { useWords } from '../words/use-words.js';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../http/may.js';
import type { CorrespondencePage, Letter } from '../http/types.js';
import { useTargetCount } from '../notice/targets/target-pages.js';
import { isDraftStage } from '../../domain/commands/command-table.js';
import { Skeleton } from '../parts/Skeleton.js';
import { useShortcuts, MOVE } from '../state/shortcuts.js';
import { CorrespondenceList, LetterLine } from './CorrespondenceList.js';
import { LetterPane } from './LetterPane.js';
import { correspondenceQuery, lettersQuery } from './letters-query.js';
import { Proposals } from '../proposals/Proposals.js';
import { PreviewPane } from './PreviewPane.js';
import { SaidPane } from './SaidPane.js';
import { type Preview, useLetterPreview } from './use-preview.js';
import { formatInstant } from '../parts/format.js';
import { useAddress } from '../records/list/use-address.js';
import { useOpenNotice } from '../notice/open-notice.js';
import { Empty, Loading } from '../parts/Loading.js';

export function LettersTab() {
  const t = useWords();
  return useMay()('notice.read_documents') ? <Letters /> : <Empty>{t('letters:noAccess')}</Empty>;
}

function Letters() {
  const t = useWords();
  const notice = useOpenNotice();
  const may = useMay();
  const query = useQuery(correspondenceQuery(notice.id));
  const { data } = query;
  const letters = useQuery(lettersQuery(notice.id)).data?.items ?? [];
  const [{ letter: linked }] = useAddress();
  const [chosen, setAt] = useState<number | null>(null);
  const mayPreview = (may('submit') || may('approve')) && isDraftStage(notice.stage);
  const items = data?.items ?? [];
  const isLinked = ({ kind, n }: (typeof items)[number]) => kind === 'letter' && String(n) === linked;
  const at = chosen ?? Math.max(items.findIndex(isLinked), 0);
  const drafted = useTargetCount(notice.id, { status: 'drafted' });
  const written = useLetterPreview(notice, mayPreview);
  // Without new drafts no letter would be written, so one that was already sent is not previewed again.
  const isStored = (kind: Letter['kind']) =>
    drafted === 0 && items.some(({ letter, interim }) => letter === kind && !interim);
  const preview = { ...written, items: written.items.filter(({ kind }) => !isStored(kind)) };
  const places = items.length + preview.items.length;
  const move = (step: number) => setAt(Math.min(Math.max(at + step, 0), Math.max(places - 1, 0)));
  useShortcuts([
    { id: 'next', label: t('letters:cmd.next'), keys: 'j | ArrowDown', run: () => move(1), ...MOVE },
    { id: 'previous', label: t('letters:cmd.previous'), keys: 'k | ArrowUp', run: () => move(-1), ...MOVE },
  ]);
  const item = items[at];
  const shown = item?.kind === 'letter' ? letters.find(({ n }) => n === item.n) : undefined;
  const ahead = item === undefined ? (preview.items[at - items.length] ?? preview.items[0]) : undefined;
  if (query.error !== null) return <Loading query={query} failed={t('letters:failed')} rows={4} />;
  return (
    <div className="split letters-grid print-flow">
      <section className="pane print-whole" aria-label={t('letters:list')}>
        <div className="panel print-whole">
          {data === undefined ? <Skeleton rows={4} /> : null}
          <CorrespondenceList items={items} at={at} onAt={setAt} />
          {data !== undefined && items.length === 0 ? <p className="pad muted">{t('letters:none')}</p> : null}
          <NextStatusUpdate update={data?.statusUpdate ?? null} />
          <Proposals notice={notice} />
          {mayPreview ? (
            <Ahead preview={preview} at={at - items.length} onAt={(place) => setAt(items.length + place)} />
          ) : null}
        </div>
      </section>
      {item !== undefined && item.kind !== 'letter' ? (
        <SaidPane notice={notice.id} item={item} />
      ) : item !== undefined && shown !== undefined ? (
        <LetterPane
          notice={notice.id}
          letter={shown}
          waits={item.waits}
          isErased={notice.erased?.kinds.includes('letters') === true}
        />
      ) : item === undefined && mayPreview ? (
        <PreviewPane preview={preview} shown={ahead} />
      ) : (
        <div />
      )}
    </div>
  );
}

function Ahead({ preview, at, onAt }: { preview: Preview; at: number; onAt: (place: number) => void }) {
  const t = useWords();
  return (
    <>
      <h2 className="band muted">{t('approval:preview.title')}</h2>
      {preview.isReady && preview.items.length === 0 && preview.error === null ? (
        <p className="pad muted">{t('approval:preview.none')}</p>
      ) : null}
      <ul>
        {preview.items.map(({ kind, to, subject }, place) => (
          <li key={kind + subject}>
            <LetterLine
              what={t(`letters:kind.${kind}`)}
              who={to ?? t('letters:nobody')}
              isAt={place === at}
              onPress={() => onAt(place)}
              status={<span />}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

/** When the next status update is due and who requires it, or why none is. */
function NextStatusUpdate({ update }: { update: CorrespondencePage['statusUpdate'] }) {
  const t = useWords();
  if (update === null) return null;
  const { dueAt, every, asks, source, stop } = update;
  const amount = t(`records:unit.${every.unit}`, { count: every.amount });
  return (
    <p className="pad muted">
      {stop === null ? t('updates:next', { at: formatInstant(dueAt) }) : t(`updates:stop.${stop}`)}{' '}
      {t(`updates:asks.${asks}`, { amount, source })}
    </p>
  );
}
