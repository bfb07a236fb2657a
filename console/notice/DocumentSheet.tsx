import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../http/may.js';
import { documentsQuery } from '../http/queries.js';
import type { DocumentFacts, Notice } from '../http/types.js';
import { Button } from '../parts/Button.js';
import { FileText, useReadableFiles } from './FileText.js';
import { say } from '../state/message.js';
import { settingsStore } from '../state/settings.js';
import { useShortcuts } from '../state/shortcuts.js';
import { useStore } from '../state/store.js';
import { useWords } from '../words/use-words.js';

/** The text of the notice on its own sheet, or that of its first readable file, with its files below. */
export function DocumentSheet({ notice }: { notice: Notice }) {
  const t = useWords();
  const [first] = useReadableFiles(notice);
  if (notice.body?.trim() === '' && first !== undefined)
    return (
      <>
        <FileText notice={notice.id} sha256={first.sha256} />
        <Documents notice={notice} />
      </>
    );
  return (
    <>
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
    </>
  );
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
