import { useWords } from '../../words/use-words.js';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Failure } from '../../parts/Failure.js';
import { reachList, reachText } from '../../parts/reach.js';
import type { DecideOutcome } from './use-decision.js';

interface HitsProps {
  preview: DecideOutcome | undefined;
  isAsking: boolean;
  isIdle: boolean;
  error: unknown;
  canLeaveOut: boolean;
  onLeaveOut: (numbers: readonly number[]) => void;
  onShow: () => void;
}

export function Hits({ preview, isAsking, isIdle, error, canLeaveOut, onLeaveOut, onShow }: HitsProps) {
  const t = useWords();
  if (isIdle) return null;
  if (error !== null) return <Failure title={t('notice:decide.hits')} error={error} />;
  if (preview === undefined) return <p className="why">{isAsking ? t('notice:decide.counting') : ''}</p>;
  const { matched, changed, countries, conflictsTotal, closedTotal, departs, departsTotal } = preview;
  const same = matched - changed - conflictsTotal - closedTotal;
  const guarded = preview.protected;
  return (
    <ul className="hits in-line fine" aria-live="polite" aria-label={t('notice:decide.hits')}>
      <li>{t('notice:decide.change', { count: changed })}</li>
      {countries.length === 0 ? null : (
        <li title={reachList(countries)}>{t('notice:decide.reach', { countries: reachText(countries, t) })}</li>
      )}
      {same > 0 ? <li>{t('notice:decide.same', { count: same })}</li> : null}
      {closedTotal === 0 ? null : <li className="caution-ink">{t('notice:decide.closed', { count: closedTotal })}</li>}
      {guarded.length === 0 ? null : (
        <li className="guard-ink">
          {t('notice:decide.isProtected', { count: guarded.length })}{' '}
          <Act onPress={() => (canLeaveOut ? onLeaveOut(guarded) : onShow())}>
            {t(canLeaveOut ? 'notice:decide.leaveOut' : 'notice:decide.show')}
          </Act>
        </li>
      )}
      {departsTotal === 0 ? null : (
        <li className="caution-ink">
          {t('notice:decide.precedent', { count: departsTotal })}{' '}
          {departs[0] === undefined ? null : (
            <Link to="/notices/$id" params={{ id: departs[0].notice }}>
              {departs[0].number}
            </Link>
          )}
        </li>
      )}
      {preview.alreadyRestricted.length === 0 ? null : (
        <li>{t('notice:decide.restricted', { count: preview.alreadyRestricted.length })}</li>
      )}
      {preview.widerThanOrderTotal === 0 ? null : (
        <li className="caution-ink">{t('notice:decide.wider', { count: preview.widerThanOrderTotal })}</li>
      )}
      {conflictsTotal === 0 ? null : (
        <li className="caution-ink">{t('notice:decide.conflict', { count: conflictsTotal })}</li>
      )}
    </ul>
  );
}

function Act({ onPress, children }: { onPress: () => void; children: ReactNode }) {
  return (
    <button type="button" className="text-button link" onClick={onPress}>
      {children}
    </button>
  );
}
