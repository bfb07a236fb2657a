import { useWords } from '../words/use-words.js';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { useCommands } from '../state/commands.js';
import { DropZone } from './DropZone.js';
import type { DraftList } from './draft.js';
import { listTypeOf, readListFile } from './read-list.js';

interface Sent {
  blob: Blob;
  name: string;
  type: string;
  /** Came as a document: that it holds no list is no failure. */
  isPaper?: boolean;
}

/** How a list comes in: pasted, dropped or chosen. The desk reads it, whatever its format. */
export function useListReader(onList: (list: DraftList) => void) {
  const t = useWords();
  const reading = useMutation({
    mutationFn: ({ blob, name, type }: Sent) => readListFile(blob, { name, type }),
    onSuccess: onList,
  });
  return {
    isReading: reading.isPending,
    error: reading.variables?.isPaper === true ? null : reading.error,
    /** The document in which no list was found. */
    withoutList: reading.variables?.isPaper === true && reading.error !== null ? reading.variables.name : null,
    forget: () => reading.reset(),
    readFile: (file: File) => reading.mutate({ blob: file, name: file.name, type: listTypeOf(file.name) }),
    readPaper: (file: File) =>
      reading.mutate({ blob: file, name: file.name, type: listTypeOf(file.name), isPaper: true }),
    readText: (text: string) =>
      reading.mutate({ blob: new Blob([text]), name: t('intake:targets.pasted'), type: 'text/plain' }),
  };
}

export type ListReading = ReturnType<typeof useListReader>;

/** The two ways in, side by side: paste or drop. */
export function ListReader({ reading, onFile }: { reading: ListReading; onFile?: (file: File) => void }) {
  const t = useWords();
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useCommands([{ id: 'paste-list', label: t('intake:cmd.paste'), run: () => field.current?.focus() }]);
  const go = () => {
    if (text.trim() === '') return;
    reading.readText(text);
    setText('');
  };
  return (
    <>
      <div className="form-field">
        <label htmlFor="intake-paste">{t('intake:targets.paste')}</label>
        <span className="field area">
          <textarea
            id="intake-paste"
            ref={field}
            rows={3}
            dir="auto"
            value={text}
            spellCheck={false}
            placeholder={t('intake:targets.pastePlaceholder')}
            onChange={(event) => setText(event.target.value)}
          />
        </span>
        <span className="acts">
          <Button
            size="sm"
            onPress={go}
            why={text.trim() === '' ? t('intake:targets.paste') : null}
            busy={reading.isReading ? t('intake:targets.reading') : null}
          >
            {t('intake:targets.read')}
          </Button>
        </span>
      </div>
      <DropZone
        text={t('intake:targets.drop')}
        choose={t('intake:targets.choose')}
        onFiles={([file]) => {
          if (file === undefined) return;
          reading.readFile(file);
          onFile?.(file);
        }}
      />
      {reading.error === null ? null : (
        <Failure title={t('intake:targets.failed')} error={reading.error} onClose={reading.forget} />
      )}
    </>
  );
}
