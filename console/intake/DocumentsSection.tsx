import { useWords } from '../words/use-words.js';
import { makeKey } from '../http/call.js';
import { formatList, formatNumber } from '../parts/format.js';
import { Icon } from '../parts/Icon.js';
import { DropZone } from '../forms/DropZone.js';
import type { DraftFile } from './drafts.js';
import { useFieldError } from '../forms/FormField.js';
import type { InVain } from './document/ListReader.js';
import { RemoveButton } from './RemoveButton.js';

/** A request may be 32 MiB and base64 adds a third; 1.3 MiB remain for the rest of the form. */
export const MAX_DOCUMENT_BYTES = 23 * 1024 * 1024;
const KIB = 1024;

export function toDraftFile(file: File): DraftFile {
  return { id: makeKey(), name: file.name, type: file.type, size: file.size, blob: file };
}

export function sumSizes(files: readonly DraftFile[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

interface DocumentsSectionProps {
  files: readonly DraftFile[];
  notStored: readonly string[];
  inVain: InVain;
  onAdd: (files: File[]) => void;
  onRemove: (id: string) => void;
}

export function DocumentsSection({ files, notStored, inVain, onAdd, onRemove }: DocumentsSectionProps) {
  const t = useWords();
  const error = useFieldError('/documents');
  const problem =
    sumSizes(files) > MAX_DOCUMENT_BYTES
      ? t('intake:documents.tooMuch', { mib: MAX_DOCUMENT_BYTES / KIB / KIB })
      : error;
  return (
    <section aria-labelledby="intake-documents" data-path="/documents">
      <div className="section-head">
        <h2 id="intake-documents">{t('intake:section.documents')}</h2>
      </div>
      <DropZone text={t('intake:documents.drop')} choose={t('intake:documents.choose')} multiple onFiles={onAdd} />
      <ul className="files">
        {files.map(({ id, name, size }) => (
          <li key={id} className="line file-line">
            <span className="cut" dir="auto" title={name}>
              {name}
            </span>
            <span className="faint number nowrap">
              {t('intake:documents.size', { kib: formatNumber(Math.max(1, Math.round(size / KIB))) })}
            </span>
            <RemoveButton label={t('intake:documents.remove', { name })} onPress={() => onRemove(id)} />
          </li>
        ))}
      </ul>
      <InVainLines inVain={inVain} />
      {notStored.length === 0 ? null : (
        <p className="unsure fine">{t('intake:documents.notStored', { names: formatList(notStored) })}</p>
      )}
      {problem === undefined ? null : (
        <span className="why invalid">
          <Icon name="m-x" />
          {problem}
        </span>
      )}
    </section>
  );
}

function InVainLines({ inVain: { withoutList, withoutText } }: { inVain: InVain }) {
  const t = useWords();
  return (
    <>
      {withoutText.length === 0 ? null : (
        <p className="why unsure" role="status">
          {t('intake:document.noText', { names: formatList(withoutText) })}
        </p>
      )}
      {withoutList.length === 0 ? null : (
        <p className="why" role="status">
          {t('intake:documents.noList', { name: formatList(withoutList) })}
        </p>
      )}
    </>
  );
}
