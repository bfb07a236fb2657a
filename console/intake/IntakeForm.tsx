import { useWords, type Words } from '../words/use-words.js';
import { useMemo } from 'react';
import { HttpProblemError } from '../http/problem.js';
import { useNoticesByNumber } from '../linked/find-notice.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { formatList } from '../parts/format.js';
import { useShortcuts } from '../state/shortcuts.js';
import { say } from '../state/message.js';
import { CheckPanel, goTo, DocumentPanel } from './CheckPanel.js';
import { DocumentsSection, MAX_DOCUMENT_BYTES, sumSizes, toDraftFile } from './DocumentsSection.js';
import { DraftsPanel } from './DraftsPanel.js';
import type { DraftFieldError, Fields } from './draft.js';
import { FieldErrors, FieldNote } from '../forms/FormField.js';
import { formatFactLabel, FromDocument, OrderFacts } from './document/FromDocument.js';
import { LinksSection } from './LinksSection.js';
import { useListReader, type InVain } from './document/ListReader.js';
import { OrderSection } from './OrderSection.js';
import { listUnchecked } from './document/document.js';
import { mayBeList, type ReadFile } from './document/read-list.js';
import { SecrecySection } from './SecrecySection.js';
import { needsTargets, TargetsSection } from './TargetsSection.js';
import type { DraftState } from './use-draft.js';
import { NotReady, useFiling, type FilingResult } from './use-filing.js';
import { WhenSection } from './WhenSection.js';

const noteDocument = (path: string) => <FromDocument path={path} />;

export function IntakeForm({ state, onFiled }: { state: DraftState; onFiled: (filing: FilingResult) => void }) {
  const t = useWords();
  const { draft, list, files } = state;
  const { fields } = draft;
  const found = useNoticesByNumber(fields.relates.map(({ text }) => text));
  const reading = useListReader(takeRead(state));
  const filed = { ...state, isListUnread: reading.pasted.trim() !== '' };
  const act = useFileAct(filed, {
    linkIds: found.map((notice) => notice?.id ?? null),
    onFiled,
  });
  const errors = useErrors(act.error, t);
  const attach = (added: readonly File[]) => state.setFiles((before) => [...before, ...added.map(toDraftFile)]);
  const addDocuments = (added: File[]) => {
    attach(added);
    void reading.readDocuments(added.filter(({ name }) => mayBeList(name)));
  };
  const removeDocument = (id: string) => {
    const left = files.filter((each) => each.id !== id);
    const gone = files.find((each) => each.id === id);
    state.setFiles(() => left);
    if (gone !== undefined && left.every(({ name }) => name !== gone.name)) state.dropDocument(gone.name);
  };
  const section = { fields, change: state.change };
  const { confirm, takeBack, use } = state;
  return (
    <FieldErrors.Provider value={errors}>
      <OrderFacts.Provider value={{ fields, facts: draft.document, confirm, takeBack, use }}>
        <FieldNote.Provider value={noteDocument}>
          <div className="split review print-flow">
            <div className="read spaced print-whole">
              <DocumentsSection
                files={files}
                notStored={state.notStored}
                inVain={filterInVain(reading.inVain, state)}
                onAdd={addDocuments}
                onRemove={removeDocument}
              />
              <OrderSection {...section} />
              <WhenSection {...section} />
              <TargetsSection
                {...section}
                list={list}
                onList={state.setList}
                reading={reading}
                onFile={(added) => attach([added])}
              />
              <SecrecySection {...section} />
              <LinksSection {...section} found={found} />
            </div>
            <aside className="verdict spaced" aria-label={t('intake:check.title')}>
              <div className="scrolls print-whole">
                <DocumentPanel state={state} />
                <CheckPanel state={state} errors={errors} />
                <DraftsPanel state={state} />
              </div>
              <Go state={filed} act={act} />
            </aside>
          </div>
        </FieldNote.Provider>
      </OrderFacts.Provider>
    </FieldErrors.Provider>
  );
}

/** Drops files that were removed since; a document without a list does not matter once there is a list. */
function filterInVain({ withoutList, withoutText }: InVain, { files, list }: DraftState): InVain {
  const isThere = (file: string) => files.some(({ name }) => name === file);
  return { withoutList: list === null ? withoutList.filter(isThere) : [], withoutText: withoutText.filter(isThere) };
}

/** Applies what was read from a file. A document never replaces a list that is already there. */
function takeRead(state: DraftState) {
  return ({ list, document, name, format, isDocument }: ReadFile) => {
    if (list !== null && !(isDocument && state.list !== null)) state.setList(list);
    if (document !== null) state.readDocument({ facts: document.facts, file: name, inSheets: format === 'xlsx' });
  };
}

interface FileAct {
  file: () => void;
  isPending: boolean;
  error: Error | null;
  forget: () => void;
}

interface Filed extends DraftState {
  // A pasted list that is not read would be left out.
  isListUnread: boolean;
}

function useFileAct(
  state: Filed,
  { linkIds, onFiled }: { linkIds: readonly (string | null)[]; onFiled: (filing: FilingResult) => void },
): FileAct {
  const t = useWords();
  const filing = useFiling(state, linkIds);
  const file = () => {
    if (filing.isPending) return;
    const missing = early(state);
    if (missing !== null) return goTo(missing);
    filing.mutate(undefined, {
      onSuccess: (done) => {
        say(t('intake:filed.done', { number: done.notice.number }));
        onFiled(done);
      },
      onError: (error) => {
        if (error instanceof NotReady || error instanceof HttpProblemError) goTo(error.errors[0]?.path ?? '');
      },
    });
  };
  useShortcuts([{ id: 'file', label: t('intake:cmd.file'), keys: '$mod+Enter', run: file }]);
  return { file, isPending: filing.isPending, error: filing.error, forget: () => filing.reset() };
}

function Go({ state, act: { file, isPending, error, forget } }: { state: Filed; act: FileAct }) {
  const t = useWords();
  const { filed } = state.draft;
  return (
    <div className="panel-foot no-print">
      {error === null || error instanceof NotReady ? null : (
        <Failure
          title={filed === null ? t('intake:notFiled') : t('intake:notSent', { number: filed.number })}
          error={toSummaryError(error, t)}
          onClose={forget}
        />
      )}
      <Button
        variant="primary"
        wide
        keys="$mod+Enter"
        why={whyNotFile(state, t)}
        showWhy
        busy={isPending ? t(filed === null ? 'intake:filing' : 'intake:sendingList') : null}
        onPress={file}
      >
        {t(filed === null ? 'intake:file' : 'intake:sendList')}
      </Button>
    </div>
  );
}

function whyNotFile({ draft, list, files, isListUnread }: Filed, t: Words): string | null {
  if (sumSizes(files) > MAX_DOCUMENT_BYTES) {
    return t('intake:documents.tooMuch', { mib: MAX_DOCUMENT_BYTES / 1024 / 1024 });
  }
  if (hasNoAuthority(draft.fields)) return t('intake:error.authority');
  if (isListUnread) return t('intake:error.unread');
  if (needsTargets(draft.fields) && (list?.rows.length ?? 0) === 0) return t('intake:error.targets');
  const unchecked = listUnchecked(draft);
  if (unchecked.length === 0) return null;
  return t('intake:document.why', { fields: formatList(unchecked.map(({ path }) => formatFactLabel(path, t))) });
}

function early({ draft, list, isListUnread }: Filed): string | null {
  if (hasNoAuthority(draft.fields)) return draft.fields.issuer === 'known' ? '/authority' : '/authority/name';
  if (isListUnread || (needsTargets(draft.fields) && (list?.rows.length ?? 0) === 0)) return '/targets';
  return listUnchecked(draft)[0]?.path ?? null;
}

const hasNoAuthority = ({ issuer, authority, name }: Fields) => (issuer === 'known' ? authority : name).trim() === '';

/** Errors shown at their fields are only counted here. */
function toSummaryError(error: Error, t: Words): Error {
  const isAtFields =
    error instanceof HttpProblemError && error.errors.length > 0 && error.errors.every(({ path }) => path !== '');
  if (isAtFields) return new Error(t('intake:check.todo', { count: error.errors.length }));
  return error instanceof HttpProblemError && error.slug === 'idempotency-key-reused'
    ? new Error(t('intake:error.reused'))
    : error;
}

function useErrors(error: Error | null, t: Words): ReadonlyMap<string, string> {
  return useMemo(() => {
    if (error instanceof NotReady) {
      return new Map(error.errors.map(({ path, why }: DraftFieldError) => [path, t(`intake:error.${why}`)]));
    }
    return new Map(error instanceof HttpProblemError ? error.errors.map(({ path, message }) => [path, message]) : []);
  }, [error, t]);
}
