import { useWords } from '../words/use-words.js';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useMatchRoute, useNavigate, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { STAGES } from '../../../domain/notice.js';
import { Bar } from '../frame/Bar.js';
import { useCommand } from '../http/commands.js';
import { bundleUrl } from './bundle.js';
import { noticeQuery } from '../http/queries.js';
import type { Notice } from '../http/types.js';
import { AssignDialog } from '../parts/AssignDialog.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { formatNumber, withOwnTimes } from '../parts/format.js';
import { Skeleton } from '../parts/Skeleton.js';
import { Tag } from '../parts/Tag.js';
import { useCommands, useKeyboardFor, type Command } from '../state/commands.js';
import { say } from '../state/message.js';
import { useNeighbours } from '../queue/neighbours.js';
import { useTitleOf } from '../state/title.js';
import { AnnotateDialog } from './AnnotateDialog.js';
import { ClockStrip } from './ClockStrip.js';
import { useSecondReadCount } from '../second-read/second-reads.js';
import { useTargetCount } from './target-pages.js';
import { whyNotSubmit } from './why.js';

const SubmitDialog = lazy(() => import('./SubmitDialog.js'));
const MoreActs = lazy(() => import('./MoreActs.js'));

/** Everything about one notice: what it is, its clocks, its parts as tabs. */
export function NoticeScreen() {
  const { id } = useParams({ from: '/app/notices/$id' });
  const t = useWords();
  const { data: notice, error, refetch } = useQuery(noticeQuery(id));
  useTitleOf(notice === undefined ? '' : `${notice.number} ${notice.subject}`, true);
  return (
    <>
      <Bar>
        <Link className="btn sm quiet" to="/" search={{ open: id }}>
          {t('notice:back')} <kbd>Esc</kbd>
        </Link>
        <div className="where">
          {notice?.number}{' '}
          <button type="button" className="text-button xs link" onClick={() => void copyLink(t('frame:copied'))}>
            {t('frame:copyLink')}
          </button>
        </div>
        <Place id={id} />
      </Bar>
      {notice !== undefined ? (
        <Inside notice={notice} key={id} />
      ) : error === null ? (
        <Skeleton rows={12} />
      ) : (
        <div className="pad">
          <Failure title={t('notice:failed')} error={error} onRetry={() => void refetch()} />
        </div>
      )}
    </>
  );
}

/** Which notice of the queue this is, and the keys to its neighbours. */
function Place({ id }: { id: string }) {
  const t = useWords();
  const navigate = useNavigate();
  const neighbours = useNeighbours(id);
  const { previous = null, next = null } = neighbours ?? {};
  const commands = useMemo<Command[]>(() => {
    const to = (other: string) => () => void navigate({ to: '/notices/$id', params: { id: other } });
    return [
      ...(previous === null
        ? []
        : [{ id: 'previous-notice', label: t('notice:cmd.previousNotice'), keys: '[', run: to(previous) }]),
      ...(next === null ? [] : [{ id: 'next-notice', label: t('notice:cmd.nextNotice'), keys: ']', run: to(next) }]),
    ];
  }, [t, navigate, previous, next]);
  useCommands(commands);
  if (neighbours === null) return null;
  return (
    <span className="sub xs long n nowrap">
      {t('notice:place', { at: formatNumber(neighbours.at), of: formatNumber(neighbours.of) })}{' '}
      <kbd aria-hidden="true">[</kbd> <kbd aria-hidden="true">]</kbd>
    </span>
  );
}

async function copyLink(done: string): Promise<void> {
  await navigator.clipboard.writeText(window.location.href);
  say(done);
}

const DRAFTED = { status: 'drafted' };

function Inside({ notice }: { notice: Notice }) {
  const t = useWords();
  const [open, setOpen] = useState<'assign' | 'note' | 'submit' | 'more' | null>(null);
  const drafted = useTargetCount(notice.id, DRAFTED);
  const why = whyNotSubmit(notice, drafted, t);
  const claim = useCommand(notice.id, 'claim', () => say(t('notice:claim')));
  const may = (name: string) => notice.allowedCommands.includes(name);
  const bundle = bundleUrl(notice.id);
  const mayClaim = may('claim') && notice.assignee === null;
  const commands = useMemo<Command[]>(
    () => [
      { id: 'note', label: t('notice:note'), keys: 'Shift+N', run: () => setOpen('note') },
      { id: 'assign', label: t('notice:assign'), keys: 's', run: () => setOpen('assign') },
      { id: 'submit', label: t('notice:submit'), keys: '$mod+Enter', run: () => setOpen('submit'), why },
      { id: 'more', label: t('notice:more'), keys: '.', run: () => setOpen('more') },
      ...(bundle === null
        ? []
        : [{ id: 'bundle', label: t('acts:bundle'), run: () => window.location.assign(bundle) }]),
      { id: 'back', label: t('notice:back'), keys: 'Escape', run: () => window.history.back(), hidden: true },
      ...(mayClaim ? [{ id: 'claim', label: t('notice:claim'), keys: 'i', run: () => claim.mutate({}) }] : []),
    ],
    // The mutation object is made anew at each render and does the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [t, why, mayClaim, bundle],
  );
  useCommands(commands);
  // A dialog that is still being loaded owns the keyboard already.
  useKeyboardFor(open !== null);
  return (
    <>
      <div className="top">
        <div className="line">
          <h1 dir="auto" title={notice.subject}>
            {notice.subject === '' ? t(`words:kind.${notice.kind}`) : notice.subject}
          </h1>
          {notice.secrecy.level === 'open' ? null : (
            <Tag tone="guard" icon="m-lock" title={t(`notice:secret.${notice.secrecy.level}`)}>
              {t(`words:secrecy.${notice.secrecy.level}`)}
            </Tag>
          )}
          {notice.attention.slice(0, 2).map(({ id, summary }) => (
            <Tag key={id} tone="caution" icon="m-warn" title={withOwnTimes(summary)}>
              {summary.length > 28 ? `${summary.slice(0, 27)}…` : summary}
            </Tag>
          ))}
          <span className="push" />
          {mayClaim ? (
            <Button keys="i" onPress={() => claim.mutate({})} busy={claim.isPending ? t('notice:claim') : null}>
              {t('notice:claim')}
            </Button>
          ) : null}
          {may('annotate') ? (
            <Button className="narrow-hide" keys="Shift+N" onPress={() => setOpen('note')} hasPopup="dialog">
              {t('notice:note')}
            </Button>
          ) : null}
          {may('assign') ? (
            <Button keys="s" onPress={() => setOpen('assign')} hasPopup="dialog">
              {t('notice:assign')}
            </Button>
          ) : null}
          <Button keys="." onPress={() => setOpen('more')} hasPopup="dialog">
            {t('notice:more')}
          </Button>
          <Button
            variant={why === null && notice.counts.targets > 0 ? 'primary' : 'plain'}
            keys="$mod+Enter"
            why={why}
            onPress={() => setOpen('submit')}
            hasPopup="dialog"
          >
            {t('notice:submit')}
          </Button>
        </div>
        <div className="line">
          <Tabs notice={notice} />
          <span className="push" />
          <Steps notice={notice} />
          {why === null ? null : (
            <span className="why cut submit-why" title={why}>
              {why}
            </span>
          )}
        </div>
      </div>
      {claim.error === null ? null : (
        <Failure title={t('notice:claim')} error={claim.error} onClose={() => claim.reset()} />
      )}
      <ClockStrip notice={notice} />
      <Suspense fallback={<Skeleton rows={12} />}>
        <Outlet />
      </Suspense>
      {open === 'assign' ? <AssignDialog notices={[notice.id]} onClose={() => setOpen(null)} /> : null}
      {open === 'note' ? <AnnotateDialog notice={notice.id} onClose={() => setOpen(null)} /> : null}
      {open === 'more' ? (
        <Suspense fallback={null}>
          <MoreActs notice={notice} onClose={() => setOpen(null)} />
        </Suspense>
      ) : null}
      {open === 'submit' ? (
        <Suspense fallback={null}>
          <SubmitDialog notice={notice} onClose={() => setOpen(null)} />
        </Suspense>
      ) : null}
    </>
  );
}

const TABS = [
  ['review', '/notices/$id'],
  ['secondRead', '/notices/$id/second-read'],
  ['letters', '/notices/$id/letters'],
  ['approval', '/notices/$id/approval'],
  ['enforcement', '/notices/$id/enforcement'],
  ['timeline', '/notices/$id/timeline'],
  ['linked', '/notices/$id/linked'],
] as const;

function Tabs({ notice }: { notice: Notice }) {
  const t = useWords();
  const toRead = useSecondReadCount(notice);
  const isReading = useMatchRoute()({ to: '/notices/$id/second-read', params: { id: notice.id } }) !== false;
  const count = {
    review: notice.counts.undecided,
    secondRead: toRead,
    linked: notice.links.length,
  } as Partial<Record<string, number>>;
  const shown = TABS.filter(([name]) => name !== 'secondRead' || toRead > 0 || isReading);
  return (
    <nav className="tabs" aria-label={t('notice:parts')}>
      {shown.map(([name, to]) => (
        <Link
          key={name}
          to={to}
          params={{ id: notice.id }}
          activeOptions={{ exact: true, includeSearch: false }}
          activeProps={{ 'aria-current': 'page' }}
        >
          {t(`notice:tab.${name}`)}
          {(count[name] ?? 0) > 0 ? <span className="n">{formatNumber(count[name] ?? 0)}</span> : null}
        </Link>
      ))}
    </nav>
  );
}

function Steps({ notice }: { notice: Notice }) {
  const t = useWords();
  const at = STAGES.indexOf(notice.stage);
  return (
    <ol className="steps" aria-label={t('notice:stage', { at: at + 1, of: STAGES.length })}>
      {STAGES.map((stage, place) => (
        <li key={stage} className={place < at ? 'past' : undefined} aria-current={place === at ? 'step' : undefined}>
          {t(`words:stage.${stage}`)}
        </li>
      ))}
    </ol>
  );
}
