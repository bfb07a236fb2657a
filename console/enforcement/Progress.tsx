import { Term } from '../help/Term.js';
import { Fact } from '../parts/Fact.js';
import { formatInstant, formatNumber, formatSpan } from '../parts/format.js';
import { useNow } from '../state/now.js';
import { useWords, type Words } from '../words/use-words.js';
import { addsUp, countDone, listShownParts, computePhase, PROGRESS_PARTS, type ProgressPart } from './progress.js';
import type { Enforcement } from '../http/types.js';
import { Icon, type IconName } from '../parts/Icon.js';

const SHAPE: Record<ProgressPart, IconName> = {
  applied: 's-met',
  already: 'l-done',
  failed: 'm-x',
  refused: 'm-warn',
  pending: 's-calm',
};

/** Durations below this are not shown. */
const MIN_MS = 1_000;

export function EnforcementProgressBar({ progress, streams }: { progress: Enforcement; streams: boolean }) {
  const t = useWords();
  const { total } = progress;
  const done = countDone(progress);
  return (
    <section>
      <div className="section-head">
        <h2>{t('enforcement:progress.title', { done: formatNumber(done), total: formatNumber(total) })}</h2>
        <span className="muted fine">
          <RateLimiter progress={progress} />
        </span>
        <span className="push fine muted nowrap">
          {computePhase(progress) === 'running' ? t(streams ? 'enforcement:live' : 'enforcement:requested') : ''}
        </span>
      </div>
      <div
        className="progress-bar"
        role="progressbar"
        aria-label={t('enforcement:progress.label')}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        aria-valuetext={listShownParts(progress)
          .map(({ part, count }) => `${formatNumber(count)} ${t(`enforcement:part.${part}`)}`)
          .join(', ')}
      >
        {listShownParts(progress).map(({ part, share }) => (
          <i key={part} className={`is-${part}`} style={{ inlineSize: `${share}%` }} />
        ))}
      </div>
      <ul className="progress-list">
        {PROGRESS_PARTS.map((part) => (
          <li key={part} className={progress[part] === 0 ? 'sign faint' : 'sign'}>
            <Icon name={SHAPE[part]} className={`is-${part}`} />
            <b className="number">{formatNumber(progress[part])}</b> <span>{t(`enforcement:part.${part}`)}</span>
          </li>
        ))}
        <li className={addsUp(progress) ? 'sign muted' : 'sign danger-ink'}>
          {addsUp(progress)
            ? t('enforcement:progress.addsUp', { total: formatNumber(total) })
            : t('enforcement:progress.doesNot', { total: formatNumber(total) })}
        </li>
      </ul>
      <Times progress={progress} t={t} />
    </section>
  );
}

function Times({ progress, t }: { progress: Enforcement; t: Words }) {
  const { startedAt, finishedAt, paused } = progress;
  const tookMs = startedAt === null || finishedAt === null ? 0 : Date.parse(finishedAt) - Date.parse(startedAt);
  const took = tookMs < MIN_MS ? '' : `, ${t('enforcement:progress.took', { span: formatSpan(tookMs) })}`;
  return (
    <dl className="key-values">
      <Fact name={t('enforcement:progress.started')} className="number">
        {startedAt === null ? null : formatInstant(startedAt)}
      </Fact>
      <Fact name={t('enforcement:progress.finished')} className="number">
        {finishedAt === null ? null : `${formatInstant(finishedAt)}${took}`}
      </Fact>
      <Fact name={t('enforcement:progress.paused')}>
        {paused === null
          ? null
          : t('enforcement:progress.pausedBy', {
              name: paused.by,
              at: formatInstant(paused.since),
              reason: paused.reason,
            })}
      </Fact>
    </dl>
  );
}

function RateLimiter({ progress }: { progress: Enforcement }) {
  const t = useWords();
  const phase = computePhase(progress);
  if (phase !== 'running') return null;
  return (
    <>
      {progress.rate === null ? '' : t('enforcement:progress.rate', { rate: progress.rate })}{' '}
      {progress.etaAt === null ? t('enforcement:progress.noEta') : <Eta at={progress.etaAt} />}
    </>
  );
}

function Eta({ at }: { at: string }) {
  const t = useWords();
  const left = Math.max(Date.parse(at) - useNow(), 0);
  return <>{t('enforcement:progress.eta', { span: formatSpan(left), at: formatInstant(at) })}</>;
}

const KINDS = ['proven', 'mismatch', 'unread', 'withoutState'] as const;
const LOOK: Record<(typeof KINDS)[number], { icon: IconName; ink: string }> = {
  proven: { icon: 's-met', ink: 'ok-ink' },
  mismatch: { icon: 'm-warn', ink: 'danger-ink' },
  unread: { icon: 's-calm', ink: 'muted' },
  withoutState: { icon: 'l-none', ink: 'muted' },
};

/** What the platform reported when its state was read back, as opposed to what it reported when it acted. */
export function Proof({ proof }: { proof: Enforcement['proof'] }) {
  const t = useWords();
  return (
    <section>
      <div className="section-head">
        <h2>
          <Term name="proof">{t('enforcement:proof.title')}</Term>
        </h2>
        <span className="muted fine">
          {proof === null ? '' : t('enforcement:proof.at', { at: formatInstant(proof.at) })}
        </span>
      </div>
      {proof === null ? (
        <p className="muted">{t('enforcement:proof.none')}</p>
      ) : (
        <ul className="lines">
          {KINDS.filter((kind) => kind === 'proven' || proof[kind] > 0).map((kind) => (
            <li key={kind}>
              <Icon name={LOOK[kind].icon} className={LOOK[kind].ink} />
              <span>
                <b className="number">{formatNumber(proof[kind])}</b> {t(`enforcement:proof.${kind}`)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
