import { useRef } from 'react';
import { CommandFields } from '../forms/CommandDialog.js';
import { Tick } from '../forms/choices.js';
import { TextField } from '../forms/TextField.js';
import { useNoticeForm, type CommandForm } from '../forms/use-command-form.js';
import type { Notice } from '../http/types.js';
import { Button } from '../parts/Button.js';
import { useShortcuts } from '../state/shortcuts.js';
import { useWords } from '../words/use-words.js';

const EMPTY = { text: '', outward: false };

export function AddNote({ notice }: { notice: Notice }) {
  const t = useWords();
  const field = useRef<HTMLTextAreaElement>(null);
  const may = notice.allowedCommands.includes('annotate');
  const form: CommandForm<typeof EMPTY> = useNoticeForm(notice.id, 'annotate', {
    start: EMPTY,
    body: ({ text, outward }) => ({ text: text.trim(), audience: outward ? 'outward' : 'internal' }),
    missing: t('timeline:addWhy'),
    done: t('timeline:added'),
    onDone: () => form.change(EMPTY),
  });
  useShortcuts(
    may ? [{ id: 'write-note', label: t('timeline:add'), keys: 'n', run: () => field.current?.focus() }] : [],
  );
  if (!may) return <p className="pad why no-print">{t('timeline:no')}</p>;
  return (
    <div className="stack pad note-form no-print">
      <CommandFields form={form} failed={t('timeline:notAdded')}>
        <TextField
          label={t('timeline:add')}
          rows={form.values.text === '' ? 1 : 3}
          areaRef={field}
          {...form.field('text')}
        />
        <div className="acts">
          <Button why={form.why} busy={form.isPending ? t('timeline:add') : null} onPress={form.send}>
            {t('timeline:add')}
          </Button>
          <Tick label={t('timeline:outward')} {...form.field('outward')} />
          <span className="why">{t('timeline:addHelp')}</span>
        </div>
      </CommandFields>
    </div>
  );
}
