import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { noticeQuery } from '../../http/queries.js';
import { Button } from '../../parts/Button.js';
import { lazyDialog } from '../../parts/lazy-dialog.js';
import NoticeCover from '../../roster/Cover.js';
import { StepsTable } from '../../steps/StepsTable.js';
import { useWords } from '../../words/use-words.js';
import type { CauseRow } from '../group-causes.js';
import { Notified } from './Notified.js';

const MoreActs = lazyDialog(() => import('../../notice/MoreActs.js'), 'intake', 'acts', 'proposals');

/** What a missed or endangered deadline needs besides the acts of ops: more time, asked for or granted. */
const MORE_TIME = ['request-dialogue', 'extend'] as const;
type MoreTime = (typeof MORE_TIME)[number];

export function RowDetail({ row: { notice, items } }: { row: CauseRow & { notice: string } }) {
  const t = useWords();
  const isAbout = (...kinds: string[]) => items.some(({ kind }) => kinds.includes(kind));
  return (
    <div className="cause-detail">
      {isAbout('breach_forecast') ? <NoticeCover notice={notice} /> : null}
      <h3 className="heading">{t('steps:title')}</h3>
      <StepsTable notice={notice} />
      <h3 className="heading">{t('ops:detail.notified')}</h3>
      <Notified notice={notice} about={items.flatMap(({ detail }) => detail.clock ?? [])} />
      {isAbout('clock_missed', 'breach_forecast', 'page_not_acknowledged') ? <MoreTimeActs notice={notice} /> : null}
    </div>
  );
}

function MoreTimeActs({ notice: id }: { notice: string }) {
  const t = useWords();
  const [act, setAct] = useState<MoreTime | null>(null);
  const { data: notice } = useQuery(noticeQuery(id));
  const why = (name: MoreTime) => (notice?.allowedCommands.includes(name) === true ? null : t('ops:detail.notNow'));
  return (
    <div className="acts">
      {MORE_TIME.map((name) => (
        <Button key={name} size="small" hasPopup="dialog" why={why(name)} onPress={() => setAct(name)}>
          {t(name === 'extend' ? 'ops:detail.extend' : 'ops:detail.moreTime')}
        </Button>
      ))}
      <span className="why">{t('ops:detail.rest')}</span>
      {act === null || notice === undefined ? null : (
        <MoreActs notice={notice} first={act} onClose={() => setAct(null)} />
      )}
    </div>
  );
}
