import { loadWords } from '../words/index.js';
import { useWords } from '../words/use-words.js';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState, type RefObject } from 'react';
import type { Notice } from '../http/types.js';
import { Button } from '../parts/Button.js';
import { Icon } from '../parts/Icon.js';
import { useShortcuts } from '../state/shortcuts.js';
import { useStore } from '../state/store.js';
import { Lists } from './targets/Lists.js';
import { DocumentSheet } from './DocumentSheet.js';
import { documentDrawer, useIsNarrow } from './document-drawer.js';
import { listNoticeFacts } from './notice-facts.js';
import { lazyDialog } from '../parts/lazy-dialog.js';

const ContestedRules = lazy(async () => {
  await loadWords('acts');
  return import('./ContestedRules.js');
});
const VerifySenderDialog = lazyDialog(() => import('./sender/VerifySenderDialog.js'), 'acts', 'authenticity');

export function DocumentPane({ notice }: { notice: Notice }) {
  const t = useWords();
  const [isChecking, setChecking] = useState(false);
  const navigate = useNavigate();
  const mayTriage = notice.allowedCommands.includes('triage');
  const mayVerify = notice.allowedCommands.includes('verify-sender');
  const triage = () => void navigate({ to: '/notices/$id/triage', params: { id: notice.id } });
  const scan = useRef<HTMLDivElement>(null);
  const drawer = useDrawer(scan);
  useShortcuts([
    { id: 'document', label: t('notice:cmd.document'), keys: 'd', run: drawer.toggle },
    ...(mayTriage ? [{ id: 'facts', label: t('notice:facts.confirm'), keys: 'f', run: triage }] : []),
    ...(mayVerify ? [{ id: 'sender', label: t('sender:act'), keys: 'w', run: () => setChecking(true) }] : []),
  ]);
  return (
    <section
      className={drawer.isOver ? 'pane document-pane drawer print-whole' : 'pane document-pane print-whole'}
      id="document"
      aria-label={t('notice:document.title')}
    >
      <div className="pane-head">
        <h2>{t('notice:document.title')}</h2>
        <span className="muted fine cut">{t('notice:document.page')}</span>
        {drawer.isOver ? <CloseDrawer onClose={drawer.toggle} /> : null}
      </div>
      <div className="scan print-whole" tabIndex={0} role="region" aria-label={t('notice:document.page')} ref={scan}>
        <DocumentSheet notice={notice} />
      </div>
      <Facts
        notice={notice}
        onConfirm={mayTriage ? triage : null}
        onVerify={mayVerify ? () => setChecking(true) : null}
      />
      {isChecking ? <VerifySenderDialog notice={notice} onClose={() => setChecking(false)} /> : null}
    </section>
  );
}

/** Registered last, so that Esc closes the drawer before it leaves the notice. */
function CloseDrawer({ onClose }: { onClose: () => void }) {
  const t = useWords();
  useShortcuts([{ id: 'document-close', label: t('frame:close'), keys: 'Escape', run: onClose, hidden: true }]);
  return (
    <Button size="small" className="push" keys="Escape" onPress={onClose}>
      {t('frame:close')}
    </Button>
  );
}

function useDrawer(scan: RefObject<HTMLElement | null>) {
  const isNarrow = useIsNarrow();
  const isOver = useStore(documentDrawer) && isNarrow;
  const before = useRef<Element | null>(null);
  useEffect(() => {
    if (!isOver) return;
    before.current = document.activeElement;
    scan.current?.focus();
    return () => {
      if (before.current instanceof HTMLElement) before.current.focus({ preventScroll: true });
    };
  }, [isOver, scan]);
  useEffect(() => () => documentDrawer.set(false), []);
  const toggle = () => (isNarrow ? documentDrawer.set(!isOver) : scan.current?.focus());
  return { isOver, toggle };
}

interface FactsProps {
  notice: Notice;
  onConfirm: (() => void) | null;
  onVerify: (() => void) | null;
}

function Facts({ notice, onConfirm, onVerify }: FactsProps) {
  const t = useWords();
  const present = notice.checklist.filter(({ answer }) => answer === 'present').length;
  const isAnswered = notice.checklist.some(({ answer }) => answer !== null);
  return (
    <div className="facts print-whole" tabIndex={0} role="region" aria-label={t('notice:facts.title')}>
      <h3>
        {t('notice:facts.title')}
        {onConfirm === null ? null : (
          <Button
            size="small"
            variant={notice.stage === 'triage' ? 'primary' : 'quiet'}
            className="push"
            keys="f"
            onPress={onConfirm}
          >
            {t(notice.stage === 'triage' ? 'notice:facts.confirm' : 'notice:facts.change')}
          </Button>
        )}
      </h3>
      <dl>
        {listNoticeFacts(notice, t, onVerify).map(([name, value]) => (
          <div key={name} className="contents">
            <dt>{name}</dt>
            <dd className="number" dir="auto">
              {value}
            </dd>
          </div>
        ))}
      </dl>
      {notice.contested.length === 0 ? null : (
        <Suspense fallback={null}>
          <ContestedRules notice={notice} />
        </Suspense>
      )}
      {notice.checklist.length === 0 ? null : (
        <>
          <h3>
            {t('notice:facts.checklist')}{' '}
            <span className="faint">{t('notice:facts.present', { n: present, of: notice.checklist.length })}</span>
          </h3>
          {isAnswered ? null : <p className="pad why">{t('notice:facts.unread')}</p>}
          <ul className="check">
            {notice.checklist.map(({ id, asks, answer, source }) => (
              <li key={id} title={source} className={answer === 'missing' ? 'danger-ink' : undefined}>
                <Icon name={answer === 'present' ? 's-met' : answer === 'missing' ? 'm-x' : 's-calm'} />
                <span>
                  {asks}{' '}
                  <b>
                    {t(
                      `notice:facts.${answer === 'present' ? 'isPresent' : answer === 'missing' ? 'missing' : 'open'}`,
                    )}
                  </b>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <Lists notice={notice} />
    </div>
  );
}
