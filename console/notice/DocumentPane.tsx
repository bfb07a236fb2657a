import { loadWords } from '../words/index.js';
import { useWords } from '../words/use-words.js';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef, useState, type RefObject } from 'react';
import { useMay } from '../http/may.js';
import { documentsQuery } from '../http/queries.js';
import type { DocumentFacts, Notice } from '../http/types.js';
import { Button } from '../parts/Button.js';
import { Icon } from '../parts/Icon.js';
import { useShortcuts } from '../state/shortcuts.js';
import { say } from '../state/message.js';
import { settingsStore } from '../state/settings.js';
import { useStore } from '../state/store.js';
import { Lists } from './targets/Lists.js';
import { documentDrawer, useIsNarrow } from './document-drawer.js';
import { listNoticeFacts } from './notice-facts.js';
import { lazyDialog } from '../parts/lazy-dialog.js';

const ContestedRules = lazy(async () => {
  await loadWords('acts');
  return import('./ContestedRules.js');
});
const TriageDialog = lazyDialog(() => import('./TriageDialog.js'), 'intake', 'authenticity', 'publishing');
const VerifySenderDialog = lazyDialog(() => import('./sender/VerifySenderDialog.js'), 'acts', 'authenticity');

export function DocumentPane({ notice }: { notice: Notice }) {
  const t = useWords();
  const [open, setOpen] = useState<'facts' | 'sender' | null>(null);
  const close = () => setOpen(null);
  const mayTriage = notice.allowedCommands.includes('triage');
  const mayVerify = notice.allowedCommands.includes('verify-sender');
  const scan = useRef<HTMLDivElement>(null);
  const drawer = useDrawer(scan);
  useShortcuts([
    { id: 'document', label: t('notice:cmd.document'), keys: 'd', run: drawer.toggle },
    ...(mayTriage ? [{ id: 'facts', label: t('notice:facts.confirm'), keys: 'f', run: () => setOpen('facts') }] : []),
    ...(mayVerify ? [{ id: 'sender', label: t('sender:act'), keys: 'w', run: () => setOpen('sender') }] : []),
  ]);
  return (
    <section
      className={drawer.isOver ? 'pane paper drawer print-whole' : 'pane paper print-whole'}
      id="document"
      aria-label={t('notice:document.title')}
    >
      <div className="pane-head">
        <h2>{t('notice:document.title')}</h2>
        <span className="muted fine cut">{t('notice:document.page')}</span>
        {drawer.isOver ? <CloseDrawer onClose={drawer.toggle} /> : null}
      </div>
      <div className="scan print-whole" tabIndex={0} role="region" aria-label={t('notice:document.page')} ref={scan}>
        <div className="sheet" dir="auto" lang={notice.language}>
          {notice.body === undefined ? (
            <p className="note">{t('notice:document.noAccess')}</p>
          ) : notice.erased?.kinds.includes('documents') ? (
            <p className="note">{t('notice:erased.document')}</p>
          ) : notice.body.trim() === '' ? (
            <p className="note">{t('notice:document.none')}</p>
          ) : (
            <PlainText text={notice.body} />
          )}
        </div>
        <Documents notice={notice} />
      </div>
      <Facts
        notice={notice}
        onConfirm={mayTriage ? () => setOpen('facts') : null}
        onVerify={mayVerify ? () => setOpen('sender') : null}
      />
      {open === 'facts' ? <TriageDialog notice={notice} onClose={close} /> : null}
      {open === 'sender' ? <VerifySenderDialog notice={notice} onClose={close} /> : null}
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

/** Renders text as received: never as markup, never with links. */
function PlainText({ text }: { text: string }) {
  return text.split(/\n{2,}/).map((part, place) => (
    // Paragraphs have no id and never reorder, so the index is the key.
    <p key={`${place}`} className="plain">
      {part}
    </p>
  ));
}

function Documents({ notice }: { notice: Notice }) {
  const t = useWords();
  const may = useMay();
  const mayRead = may('notice.read_documents');
  const [isShown, setShown] = useState(false);
  const files = useQuery({ ...documentsQuery(notice.id), enabled: mayRead }).data?.items;
  const hasPictures = files?.some(isPicture) === true;
  const show = () => {
    if (hasPictures) setShown(!isShown);
    else say(t(mayRead ? 'notice:document.noPictures' : 'notice:document.noAccess'));
  };
  useShortcuts([{ id: 'content', label: t('notice:cmd.content'), keys: 'v', run: show }]);
  if (files === undefined || files.length === 0) return null;
  return (
    <div className="files">
      <div className="heading">
        {t('notice:document.files')}
        {hasPictures ? (
          <Button size="small" variant="quiet" keys="v" pressed={isShown} onPress={() => setShown(!isShown)}>
            {t(isShown ? 'notice:document.hide' : 'notice:document.show')}
          </Button>
        ) : null}
      </div>
      <ul>
        {files.map((file) => (
          <li key={file.sha256}>
            {notice.erased?.kinds.includes('documents') ? (
              <span className="muted">{`${t('notice:erased.target')} ${file.sha256.slice(0, 16)}`}</span>
            ) : (
              <a href={`/v1/notices/${notice.id}/documents/${file.sha256}`} download={file.name}>
                {file.name}
              </a>
            )}{' '}
            <span className="faint fine">{sizeText(file.size)}</span>
            {isPicture(file) && isShown ? (
              <Evidence file={file} address={`/v1/notices/${notice.id}/documents/${file.sha256}`} />
            ) : null}
          </li>
        ))}
      </ul>
      {hasPictures && !isShown ? <p className="why">{t('notice:document.hidden')}</p> : null}
    </div>
  );
}

const isPicture = ({ mediaType }: DocumentFacts) => /^(image\/(png|jpeg|gif|webp)|video\/(mp4|webm))$/.test(mediaType);

function Evidence({ file, address }: { file: DocumentFacts; address: string }) {
  const { media } = useStore(settingsStore);
  if (!file.mediaType.startsWith('video/')) {
    return <img className={`evidence ${media}`} alt={file.name} src={address} />;
  }
  return <video className={`evidence ${media}`} aria-label={file.name} src={address} controls muted preload="none" />;
}

function sizeText(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
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
            hasPopup="dialog"
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
