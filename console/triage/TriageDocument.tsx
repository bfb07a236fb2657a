import { useRef, useState } from 'react';
import { DocumentSheet } from '../notice/DocumentSheet.js';
import { FileText, useReadableFiles } from '../notice/FileText.js';
import { SideBySide } from '../notice/SideBySide.js';
import { Button } from '../parts/Button.js';
import { say } from '../state/message.js';
import { useShortcuts } from '../state/shortcuts.js';
import { useWords } from '../words/use-words.js';
import type { Slot } from './slots.js';
import { listSlots } from './slots.js';
import { TranslationBar, useTranslation } from './Translations.js';
import { useListener } from './use-listener.js';
import type { Triage } from './use-triage.js';

const MAX_SHOWN = 60;
const SELECTING = ['mouseup', 'keyup'] as const;

interface TriageDocumentProps {
  triage: Triage;
  /** The field that last had the focus, by its path in the body. */
  focused: string | null;
}

/** The document with its files and translation. Selected words fill the field that was in use, or one that is chosen. */
export function TriageDocument({ triage, focused }: TriageDocumentProps) {
  const t = useWords();
  const { notice } = triage;
  const files = useReadableFiles(notice);
  const hasText = (notice.body ?? '').trim() !== '';
  const tabs = [...(hasText ? [{ sha256: '', name: t('triage:document.text') }] : []), ...files];
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = chosen ?? (hasText ? '' : (files[0]?.sha256 ?? ''));
  const file = files.find(({ sha256 }) => sha256 === shown);
  const translation = useTranslation(notice, file?.sha256 ?? null);
  const [words, setWords] = useState('');
  const slots = listSlots(triage, t);
  const scan = useRef<HTMLDivElement>(null);
  const fillFrom = (slot: Slot, text: string) => {
    slot.fill(text);
    say(t('triage:use.done', { label: slot.label }));
    setWords('');
  };
  const select = () => {
    const selection = window.getSelection();
    const isHere = scan.current?.contains(selection?.anchorNode ?? null) === true;
    const text = isHere ? (selection?.toString().trim().replaceAll(/\s+/g, ' ') ?? '') : '';
    const slot = slots.find(({ path }) => path === focused);
    if (text !== '' && slot !== undefined) fillFrom(slot, text);
    else setWords(text);
  };
  useListener(scan, SELECTING, select);
  useShortcuts([{ id: 'document', label: t('notice:cmd.document'), keys: 'd', run: () => scan.current?.focus() }]);
  return (
    <section className="pane print-whole" aria-label={t('notice:document.title')}>
      <div className="pane-head">
        <h2>{t('notice:document.title')}</h2>
        {files.length === 0 ? (
          <span className="muted fine cut">{t('notice:document.page')}</span>
        ) : (
          tabs.map(({ sha256, name }) => (
            <Button key={sha256} size="small" pressed={sha256 === shown} onPress={() => setChosen(sha256)}>
              {name}
            </Button>
          ))
        )}
      </div>
      <TranslationBar notice={notice} translation={translation} document={file?.sha256 ?? null} />
      <div className="scan print-whole" tabIndex={0} role="region" aria-label={t('notice:document.page')} ref={scan}>
        {file !== undefined ? (
          <FileText notice={notice.id} sha256={file.sha256} translation={translation} />
        ) : translation === undefined ? (
          <DocumentSheet notice={notice} />
        ) : (
          <SideBySide original={notice.body ?? ''} language={notice.language} translation={translation} />
        )}
      </div>
      <div className="tray no-print">
        {words === '' ? (
          <span className="muted fine">{hasText || files.length > 0 ? t('triage:use.hint') : null}</span>
        ) : (
          <span className="chips" role="group" aria-label={t('triage:use.label', { words: words.slice(0, MAX_SHOWN) })}>
            <span className="fine">{t('triage:use.label', { words: words.slice(0, MAX_SHOWN) })}</span>
            {slots.map((slot) => (
              <Button key={slot.path} size="small" onPress={() => fillFrom(slot, words)}>
                {slot.label}
              </Button>
            ))}
          </span>
        )}
      </div>
    </section>
  );
}
