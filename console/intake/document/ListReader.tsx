import { useWords } from '../../words/use-words.js';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Button } from '../../parts/Button.js';
import { Failure } from '../../parts/Failure.js';
import { useShortcuts } from '../../state/shortcuts.js';
import { DropZone } from '../../forms/DropZone.js';
import { findListType, readListFile, type ReadFile } from './read-list.js';

interface Sent {
  blob: Blob;
  name: string;
  type: string;
  /** Uploaded as a document, so finding no list in it is no failure. */
  isDocument?: boolean;
}

export interface InVain {
  withoutList: string[];
  withoutText: string[];
}

export function useListReader(onRead: (read: ReadFile) => void) {
  const t = useWords();
  const [pasted, setPasted] = useState('');
  const [inVain, setInVain] = useState<InVain>({ withoutList: [], withoutText: [] });
  const reading = useMutation({
    mutationFn: ({ blob, name, type, isDocument = false }: Sent) => readListFile(blob, { name, type, isDocument }),
    onSuccess: onRead,
  });
  const readDocuments = async (files: readonly File[]) => {
    const withoutList: string[] = [];
    const withoutText: string[] = [];
    // Sequential, because the API parses one such file at a time.
    for (const file of files) {
      const sent = { blob: file, name: file.name, type: findListType(file.name), isDocument: true };
      const read = await reading.mutateAsync(sent).catch(() => null);
      if (read?.document?.text === false) withoutText.push(file.name);
      else if (read === null || read.list === null) withoutList.push(file.name);
    }
    setInVain({ withoutList, withoutText });
  };
  return {
    isReading: reading.isPending,
    error: reading.variables?.isDocument === true ? null : reading.error,
    inVain,
    // Not read yet.
    pasted,
    setPasted,
    forget: () => reading.reset(),
    readFile: (file: File) => reading.mutate({ blob: file, name: file.name, type: findListType(file.name) }),
    readDocuments,
    readText: (text: string) =>
      reading.mutate({ blob: new Blob([text]), name: t('intake:targets.pasted'), type: 'text/plain' }),
  };
}

export type ListReading = ReturnType<typeof useListReader>;

export function ListReader({ reading, onFile }: { reading: ListReading; onFile?: (file: File) => void }) {
  const t = useWords();
  const { pasted: text, setPasted: setText } = reading;
  const field = useRef<HTMLTextAreaElement>(null);
  useShortcuts([{ id: 'paste-list', label: t('intake:cmd.paste'), run: () => field.current?.focus() }]);
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
            size="small"
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
      <Failure title={t('intake:targets.failed')} error={reading.error} onClose={reading.forget} />
    </>
  );
}
