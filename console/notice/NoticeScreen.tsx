import { useWords } from '../words/use-words.js';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useMatchRoute, useNavigate, useParams, useRouter } from '@tanstack/react-router';
import { Suspense, useCallback, useState } from 'react';
import { Bar } from '../frame/Bar.js';
import { bundleUrl } from './bundle.js';
import { useMay } from '../http/may.js';
import { HttpProblemError } from '../http/problem.js';
import { noticeQuery } from '../http/queries.js';
import type { Notice } from '../http/types.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { formatClock, formatNumber } from '../parts/format.js';
import { Skeleton } from '../parts/Skeleton.js';
import { useShortcuts } from '../state/shortcuts.js';
import { copyText } from '../state/message.js';
import { useNeighbours } from '../queue/neighbours.js';
import { useScreenTitle } from '../state/title.js';
import { ClockStrip } from './clocks/ClockStrip.js';
import { NoticeHead, type NoticeDialog } from './NoticeHead.js';
import { useTargetCount } from './targets/target-pages.js';
import { explainNotSubmit } from './why.js';
import { lazyDialog } from '../parts/lazy-dialog.js';
import { loadWords } from '../words/index.js';
import { OpenNotice } from './open-notice.js';
import { useCommand } from '../http/commands.js';

const AssignDialog = lazyDialog(() => import('../forms/AssignDialog.js'), 'roster');
const AnnotateDialog = lazyDialog(() => import('./AnnotateDialog.js'));
const SubmitDialog = lazyDialog(() => import('./SubmitDialog.js'), 'intake', 'approval', 'proposals', 'review');
const BreakGlassAct = lazyDialog(() => import('./acts/BreakGlassAct.js'), 'acts');
const MoreActs = lazyDialog(() => import('./MoreActs.js'), 'intake', 'acts', 'proposals');

export function NoticeScreen() {
  const { id } = useParams({ from: '/app/notices/$id' });
  const t = useWords();
  const { data: notice, error, refetch } = useQuery(noticeQuery(id));
  const back = useWayBack(id);
  const may = useMay();
  const [breaking, setBreaking] = useState(false);
  useScreenTitle(notice === undefined ? '' : `${notice.number} ${notice.subject}`, true);
  return (
    <>
      <Bar>
        <Button size="small" variant="quiet" keys="Escape" onPress={back}>
          {t('notice:back')}
        </Button>
        <div className="where">
          {notice?.number}{' '}
          <button
            type="button"
            className="text-button fine link"
            onClick={() => void copyText(window.location.href, t('frame:copied'))}
          >
            {t('frame:copyLink')}
          </button>
        </div>
        <Place id={id} />
      </Bar>
      {notice !== undefined ? (
        <Inside notice={notice} onBack={back} key={id} />
      ) : error === null ? (
        <Skeleton rows={12} />
      ) : (
        <div className="pad">
          <Failure
            title={t('notice:failed')}
            error={error}
            {...(isHidden(error) ? {} : { onRetry: () => void refetch() })}
          />
          {isHidden(error) ? (
            <p className="acts">
              <Link className="button" to="/">
                {t('frame:notFound.back')}
              </Link>
              {may('break_glass') ? <Button onPress={() => setBreaking(true)}>{t('notice:breakGlass')}</Button> : null}
            </p>
          ) : null}
          {breaking ? <BreakGlassAct id={id} onClose={() => setBreaking(false)} /> : null}
        </div>
      )}
    </>
  );
}

/** A notice the reader cannot access is indistinguishable from a missing one. */
function isHidden(error: Error): boolean {
  return error instanceof HttpProblemError && error.status === 404;
}

/** Returns to the originating list with its filters and cursor, whichever tabs were opened since. */
function useWayBack(id: string): () => void {
  const router = useRouter();
  const [from] = useState(() => router.state.resolvedLocation?.href ?? '');
  return useCallback(() => {
    const isList = from !== '' && !/^\/(notices\/|sign)/.test(from);
    router.history.push(isList ? from : `/?open=${id}`);
  }, [router, from, id]);
}

function Place({ id }: { id: string }) {
  const t = useWords();
  const navigate = useNavigate();
  const neighbours = useNeighbours(id);
  const { previous = null, next = null } = neighbours ?? {};
  const to = (other: string) => () => void navigate({ to: '/notices/$id', params: { id: other } });
  useShortcuts([
    ...(previous === null
      ? []
      : [{ id: 'previous-notice', label: t('notice:cmd.previousNotice'), keys: '[', run: to(previous) }]),
    ...(next === null ? [] : [{ id: 'next-notice', label: t('notice:cmd.nextNotice'), keys: ']', run: to(next) }]),
  ]);
  if (neighbours === null) return null;
  return (
    <span className="muted fine long number nowrap">
      {t('notice:place', { at: formatNumber(neighbours.at), of: formatNumber(neighbours.of) })}{' '}
      <kbd aria-hidden="true">[</kbd> <kbd aria-hidden="true">]</kbd>
    </span>
  );
}

const DRAFTED = { status: 'drafted' };

/** The acts behind "More" for the palette, which load when it opens. */
function useActs(notice: Notice, open: (act: string) => void) {
  const t = useWords();
  const release = useCommand(notice.id, 'release', () => t('acts:release.done'));
  const queries = useQueryClient();
  const navigate = useNavigate();
  const listActs = async () => {
    await loadWords('acts');
    const { listActCommands } = await import('./MoreActs.js');
    return listActCommands({
      notice,
      queries,
      t,
      open,
      release: () => release.mutate({}),
      toEnforcement: () => void navigate({ to: '/notices/$id/enforcement', params: { id: notice.id } }),
    });
  };
  return { listActs, release };
}

function Inside({ notice, onBack }: { notice: Notice; onBack: () => void }) {
  const t = useWords();
  const [open, setOpen] = useState<NoticeDialog | null>(null);
  const [act, setAct] = useState<string | null>(null);
  const close = () => {
    setOpen(null);
    setAct(null);
  };
  const drafted = useTargetCount(notice.id, DRAFTED);
  const why = explainNotSubmit(notice, drafted, t);
  const claim = useCommand(notice.id, 'claim', ({ claimedUntil }) =>
    t('notice:claimed', { until: claimedUntil === null ? '' : formatClock(claimedUntil) }),
  );
  const bundle = bundleUrl(notice.id);
  const isTriage = useMatchRoute()({ to: '/notices/$id/triage', params: { id: notice.id } }) !== false;
  const { listActs, release } = useActs(notice, setAct);
  const mayClaim = notice.allowedCommands.includes('claim') && notice.assignee === null;
  useShortcuts([
    { id: 'note', label: t('notice:note'), keys: 'Shift+N', run: () => setOpen('note') },
    { id: 'assign', label: t('notice:assign'), keys: 's', run: () => setOpen('assign') },
    ...(isTriage
      ? []
      : [{ id: 'submit', label: t('notice:submit'), keys: '$mod+Enter', run: () => setOpen('submit'), why }]),
    { id: 'more', label: t('notice:more'), keys: '.', run: () => setOpen('more'), inside: listActs },
    ...(bundle === null
      ? []
      : [{ id: 'bundle', label: t('notice:bundle'), run: () => window.location.assign(bundle) }]),
    { id: 'back', label: t('notice:back'), keys: 'Escape', run: onBack, hidden: true },
    ...(mayClaim ? [{ id: 'claim', label: t('notice:claim'), keys: 'i', run: () => claim.mutate({}) }] : []),
  ]);
  return (
    <>
      <NoticeHead
        notice={notice}
        why={why}
        onOpen={setOpen}
        onClaim={mayClaim ? () => claim.mutate({}) : null}
        isClaiming={claim.isPending}
        isTriage={isTriage}
      />
      <Failure title={t('notice:claim')} error={claim.error} onClose={claim.reset} />
      <Failure title={t('notice:more')} error={release.error} onClose={release.reset} />
      {isTriage ? null : <ClockStrip notice={notice} />}
      <Suspense fallback={<Skeleton rows={12} />}>
        <OpenNotice value={notice}>
          <Outlet />
        </OpenNotice>
      </Suspense>
      {open === 'assign' ? (
        <AssignDialog notices={[notice.id]} first={notice.routed?.reviewers ?? []} onClose={close} />
      ) : null}
      {open === 'note' ? <AnnotateDialog notice={notice.id} onClose={close} /> : null}
      {open === 'more' || act !== null ? <MoreActs notice={notice} first={act} onClose={close} /> : null}
      {open === 'submit' ? <SubmitDialog notice={notice} onClose={close} /> : null}
    </>
  );
}
