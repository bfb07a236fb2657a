import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { CommandDialog } from '../forms/CommandDialog.js';
import { TextField } from '../forms/TextField.js';
import { useCommandForm } from '../forms/use-command-form.js';
import { useMay } from '../http/may.js';
import { queryListBelow } from '../http/queries.js';
import { sessionStore } from '../http/session.js';
import type { Notice, Translation } from '../http/types.js';
import { noticeKeys, useWrite } from '../http/use-write.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { formatInstant, formatLanguage } from '../parts/format.js';
import { Tag } from '../parts/Tag.js';
import { settingsStore } from '../state/settings.js';
import { useShortcuts } from '../state/shortcuts.js';
import { useWords } from '../words/use-words.js';

const translationsQuery = queryListBelow<Translation>('translations');

/** The latest translation of the text (`null`) or of a document. */
export function useTranslation({ id }: Notice, document: string | null): Translation | undefined {
  const mayRead = useMay()('notice.read_documents');
  const all = useQuery({ ...translationsQuery(id), enabled: mayRead }).data?.items ?? [];
  return all.findLast((each) => each.document === document);
}

interface TranslationBarProps {
  notice: Notice;
  translation: Translation | undefined;
  document: string | null;
}

/** Who translated, whether another person has checked it, and the acts on it. */
export function TranslationBar({ notice, translation, document }: TranslationBarProps) {
  const t = useWords();
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  const check = useWrite({
    to: `/v1/notices/${notice.id}/translations/${translation?.n ?? 0}/check`,
    refresh: noticeKeys(notice.id),
    done: t('triage:translation.checkDone'),
  });
  const mayAdd = may('documents.add') && may('notice.read_documents');
  const mayCheck = translation !== undefined && translation.checked === null && may('annotate');
  const isOwn = translation?.by === sessionStore.get().session?.person.id;
  const why = isOwn ? t('triage:translation.own') : null;
  const run = () => check.mutate({});
  useShortcuts([
    ...(mayAdd ? [{ id: 'translate', label: t('triage:translation.add'), keys: 't', run: () => setOpen(true) }] : []),
    ...(mayCheck ? [{ id: 'check-translation', label: t('triage:translation.check'), keys: 'k', run, why }] : []),
  ]);
  return (
    <div className="pane-head flow">
      <span>
        {formatLanguage(notice.language)} <span className="muted fine">{t('triage:translation.original')}</span>
      </span>
      {translation === undefined ? null : (
        <span>
          {formatLanguage(translation.language)}{' '}
          <span className="muted fine">
            {t('triage:translation.by', { name: translation.byName, at: formatInstant(translation.at) })}
          </span>{' '}
          <CheckTag translation={translation} />
        </span>
      )}
      <span className="push" />
      {mayCheck ? (
        <Button size="small" keys="k" why={why} busy={check.isPending ? t('frame:saving') : null} onPress={run}>
          {t('triage:translation.check')}
        </Button>
      ) : null}
      {mayAdd ? (
        <Button size="small" variant="quiet" keys="t" hasPopup="dialog" onPress={() => setOpen(true)}>
          {t('triage:translation.add')}
        </Button>
      ) : null}
      <Failure title={t('triage:translation.failed')} error={check.error} onClose={check.reset} />
      {isOpen ? (
        <TranslateDialog notice={notice} document={document} before={translation} onClose={() => setOpen(false)} />
      ) : null}
    </div>
  );
}

function CheckTag({ translation: { checked } }: { translation: Translation }) {
  const t = useWords();
  return checked === null ? (
    <Tag tone="caution" icon="m-warn">
      {t('triage:translation.unchecked')}
    </Tag>
  ) : (
    <Tag tone="ok" icon="s-met" title={formatInstant(checked.at)}>
      {t('triage:translation.checkedBy', { name: checked.byName })}
    </Tag>
  );
}

interface TranslateDialogProps {
  notice: Notice;
  document: string | null;
  before: Translation | undefined;
  onClose: () => void;
}

function TranslateDialog({ notice, document, before, onClose }: TranslateDialogProps) {
  const t = useWords();
  const form = useCommandForm({
    to: `/v1/notices/${notice.id}/translations`,
    refresh: noticeKeys(notice.id),
    start: { language: before?.language ?? settingsStore.get().language, text: before?.text ?? '' },
    body: (values) => ({ ...values, ...(document === null ? {} : { document }) }),
    why: ({ text }) => (text.trim() === '' ? t('triage:translation.empty') : null),
    done: t('triage:translation.done'),
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={t('triage:translation.title')}
      body={t('triage:translation.body')}
      go={t('triage:translation.save')}
      failed={t('triage:translation.failed')}
      wide
    >
      <TextField label={t('intake:language')} help={t('intake:languageHelp')} {...form.field('language')} />
      <TextField label={t('triage:translation.text')} rows={14} {...form.field('text')} />
    </CommandDialog>
  );
}
