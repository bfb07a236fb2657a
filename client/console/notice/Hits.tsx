import { useWords } from '../words/use-words.js';
import { Link } from '@tanstack/react-router';
import { Failure } from '../parts/Failure.js';
import { formatNumber } from '../parts/format.js';
import type { Decided } from './use-decision.js';

interface HitsProps {
  preview: Decided | undefined;
  isAsking: boolean;
  isIdle: boolean;
  error: unknown;
  canLeaveOut: boolean;
  onLeaveOut: (numbers: readonly number[]) => void;
  onShow: (protectedOnly: boolean) => void;
}

/** What a decision would hit, before it is drafted. */
export function Hits({ preview, isAsking, isIdle, error, canLeaveOut, onLeaveOut, onShow }: HitsProps) {
  const t = useWords();
  if (isIdle) return null;
  return (
    <section aria-live="polite">
      <div className="h">{t('notice:decide.hits')}</div>
      {error === null ? null : <Failure title={t('notice:decide.hits')} error={error} />}
      {preview === undefined ? (
        <p className="why">{isAsking ? t('notice:decide.counting') : ''}</p>
      ) : (
        <ul className="hits">
          <Hit count={preview.changed} text={t('notice:decide.change')} />
          {preview.matched > preview.changed ? (
            <Hit count={preview.matched - preview.changed - preview.conflictsTotal} text={t('notice:decide.same')} />
          ) : null}
          {preview.protected.length === 0 ? null : (
            <Hit tone="guard" count={preview.protected.length} text={t('notice:decide.isProtected')}>
              {canLeaveOut ? (
                <button type="button" className="text-button link" onClick={() => onLeaveOut(preview.protected)}>
                  {t('notice:decide.leaveOut')}
                </button>
              ) : (
                <button type="button" className="text-button link" onClick={() => onShow(true)}>
                  {t('notice:decide.show')}
                </button>
              )}
            </Hit>
          )}
          {preview.departsTotal === 0 ? null : (
            <Hit tone="caution" count={preview.departsTotal} text={t('notice:decide.precedent')}>
              {preview.departs[0] === undefined ? null : (
                <Link to="/notices/$id" params={{ id: preview.departs[0].notice }}>
                  {preview.departs[0].number}
                </Link>
              )}
            </Hit>
          )}
          {preview.alreadyRestricted.length === 0 ? null : (
            <Hit count={preview.alreadyRestricted.length} text={t('notice:decide.restricted')} />
          )}
          {preview.widerThanOrderTotal === 0 ? null : (
            <Hit tone="caution" count={preview.widerThanOrderTotal} text={t('notice:decide.wider')} />
          )}
          {preview.conflictsTotal === 0 ? null : (
            <Hit tone="caution" count={preview.conflictsTotal} text={t('notice:decide.conflict')} />
          )}
        </ul>
      )}
    </section>
  );
}

function Hit({
  count,
  text,
  tone,
  children,
}: {
  count: number;
  text: string;
  tone?: 'guard' | 'caution';
  children?: React.ReactNode;
}) {
  return (
    <li className={tone}>
      <span className="n">{formatNumber(count)}</span>
      <span>{text}</span>
      {children ?? <span />}
    </li>
  );
}
