import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { permitsPromotion } from '../../domain/releases/check.js';
import { NEEDED_QUEUES } from '../../domain/releases/served.js';
import { useMay } from '../http/may.js';
import { useWrite } from '../http/use-write.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { formatNumber, formatShort } from '../parts/format.js';
import { Table } from '../parts/Table.js';
import type { ReleasesView as ReleasesAnswer, ReleasesView } from './types.js';
import { ReasonDialog } from '../forms/ReasonDialog.js';
import { useCommandForm } from '../forms/use-command-form.js';
import { Ask } from '../forms/Ask.js';
import { sessionStore } from '../http/session.js';
import { useStore } from '../state/store.js';
import { useWords } from '../words/use-words.js';
import { releasesQuery } from './queries.js';

export function Releases() {
  const t = useWords();
  const may = useMay()('release.confirm');
  const { data } = useQuery({ ...releasesQuery, enabled: may });
  const [promoting, setPromoting] = useState<string | null>(null);
  // A drained release that no worker serves is not worth showing.
  const items = data?.items.filter(({ state, served }) => state !== 'drained' || served.length > 0) ?? [];
  if (data === undefined || items.length === 0) return null;
  return (
    <section>
      <h2 className="heading">{t('ops:releases.title')}</h2>
      <Table
        rows={items}
        keyOf={({ build }) => build}
        columns={[
          { head: t('ops:releases.build'), cell: ({ build }) => build, className: 'plain' },
          {
            head: t('ops:releases.state'),
            cell: (release) => <ReleaseState release={release} />,
            className: (release) => (isDeserted(release) ? 'medium danger-ink' : undefined),
          },
          { head: t('ops:releases.open'), end: true, cell: ({ open }) => formatNumber(open) },
          {
            head: <span className="visually-hidden">{t('ops:releases.act')}</span>,
            end: true,
            cell: (release) =>
              release.state === 'current' ? null : (
                <ReleaseAct release={release} onPromote={() => setPromoting(release.build)} />
              ),
          },
        ]}
      />
      {data.unversioned === 0 ? null : (
        <p className="muted fine">{t('ops:releases.unversioned', { count: data.unversioned })}</p>
      )}
      {promoting === null ? null : <PromoteDialog build={promoting} onClose={() => setPromoting(null)} />}
    </section>
  );
}

type Release = ReleasesAnswer['items'][number];

const isWhole = ({ served }: Release) => served.length >= NEEDED_QUEUES.length;
const isDeserted = (release: Release) => !isWhole(release) && release.state !== 'drained';

function ReleaseAct({ release, onPromote }: { release: Release; onPromote: () => void }) {
  const t = useWords();
  const may = useMay();
  const { build, request } = release;
  if (request !== null) return <ConfirmPromotion build={build} request={request} />;
  if (!isPermitted(release)) return <CheckRelease release={release} />;
  const why = may('release.promote') ? null : t('ops:releases.promote.mayNot');
  return (
    <Button
      size="small"
      hasPopup="dialog"
      why={why ?? (isWhole(release) ? null : t('ops:releases.promote.workers'))}
      label={t('ops:releases.promote.named', { build })}
      onPress={onPromote}
    >
      {t('ops:releases.promote.go')}
    </Button>
  );
}

/** The server decides; this shows the button that it would accept. */
function isPermitted({ state, check }: Release): boolean {
  const at = check?.finishedAt ?? null;
  const checked = check && { state: check.state, finishedAtMs: at === null ? null : Date.parse(at) };
  return permitsPromotion({ wasCurrent: state !== 'waiting', check: checked }, Date.now());
}

function CheckRelease({ release }: { release: Release }) {
  const t = useWords();
  const { build, check } = release;
  const act = useWrite({
    to: '/v1/ops/releases/check',
    refresh: [releasesQuery.queryKey],
    done: t('ops:releases.check.requested', { build }),
  });
  const running = check?.state === 'running' ? t('ops:releases.check.running') : null;
  return (
    <>
      <Button
        size="small"
        why={running ?? (isWhole(release) ? null : t('ops:releases.promote.workers'))}
        label={t('ops:releases.check.named', { build })}
        busy={act.isPending ? t('ops:releases.check.busy') : null}
        onPress={() => act.mutate({ build })}
      >
        {t('ops:releases.check.go')}
      </Button>
      <Failure title={t('ops:releases.check.failed')} error={act.error} />
    </>
  );
}

function CheckResult({ check }: { check: NonNullable<Release['check']> }) {
  const t = useWords();
  const { state, finishedAt, notices, differing } = check;
  if (state === 'running') return <span className="muted fine block">{t('ops:releases.check.running')}</span>;
  const at = finishedAt === null ? '' : formatShort(finishedAt);
  return (
    <span className={state === 'differs' ? 'fine block danger-ink' : 'muted fine block'}>
      {state === 'passed'
        ? t('ops:releases.check.passed', { at, count: notices ?? 0 })
        : t('ops:releases.check.differs', { at })}
      {differing.length === 0 ? null : ` · ${t('ops:releases.check.differing', { numbers: differing.join(', ') })}`}
    </span>
  );
}

function ReleaseState({ release }: { release: Release }) {
  const t = useWords();
  const { state, request, check } = release;
  return (
    <>
      {t(`ops:releases.${state}`)}
      {isDeserted(release) ? ` · ${t('ops:releases.deserted')}` : null}
      {check === null ? null : <CheckResult check={check} />}
      {request === null ? null : (
        <span className="muted fine block">{t('ops:releases.promote.requestedBy', { name: request.by.name })}</span>
      )}
    </>
  );
}

function PromoteDialog({ build, onClose }: { build: string; onClose: () => void }) {
  const t = useWords();
  const form = useCommandForm({
    texts: 'promotion',
    to: '/v1/ops/releases/promote',
    refresh: [releasesQuery.queryKey],
    start: { reason: '' },
    body: ({ reason }) => ({ build, reason: reason.trim() }),
    done: ({ state }: { state: 'requested' | 'current' }) =>
      t(`ops:releases.promote.${state === 'requested' ? 'requested' : 'unchanged'}`, { build }),
    onClose,
  });
  return (
    <ReasonDialog
      form={form}
      title={t('ops:releases.promote.ask', { build })}
      body={t('ops:releases.promote.body')}
      go={t('ops:releases.promote.go')}
      busy={t('ops:releases.promote.busy')}
      failed={t('ops:releases.promote.failed')}
    />
  );
}

interface ConfirmPromotionProps {
  build: string;
  request: NonNullable<ReleasesView['items'][number]['request']>;
}

function ConfirmPromotion({ build, request: { by, reason } }: ConfirmPromotionProps) {
  const t = useWords();
  const me = useStore(sessionStore).session?.person.id;
  const label = t('ops:releases.promote.confirm');
  return (
    <Ask
      size="small"
      label={label}
      named={t('ops:releases.promote.confirmNamed', { build })}
      title={t('ops:releases.promote.confirmAsk', { build })}
      body={t('ops:releases.promote.confirmBody', { name: by.name, reason })}
      go={label}
      failed={t('ops:releases.promote.failed')}
      why={by.id === me ? t('ops:releases.promote.own') : null}
      to="/v1/ops/releases/confirm"
      refresh={[releasesQuery.queryKey]}
      sends={{ build }}
      done={t('ops:releases.promote.done', { build })}
    />
  );
}
