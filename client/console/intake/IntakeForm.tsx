import { useWords, type Words } from '../words/use-words.js';
import { useMemo, useState } from 'react';
import { ProblemError } from '../http/problem.js';
import { useNoticesByNumber } from '../linked/find-notice.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { useCommands } from '../state/commands.js';
import { say } from '../state/message.js';
import { CheckPanel, goTo } from './CheckPanel.js';
import { DocumentsSection, MOST_DOCUMENT_BYTES, sumOf, toDraftFile } from './DocumentsSection.js';
import { DraftsPanel } from './DraftsPanel.js';
import type { FieldError } from './draft.js';
import { FieldErrors } from './Field.js';
import { LinksSection } from './LinksSection.js';
import { useListReader } from './ListReader.js';
import { OrderSection } from './OrderSection.js';
import { mayBeList } from './read-list.js';
import { SecrecySection } from './SecrecySection.js';
import { needsTargets, TargetsSection } from './TargetsSection.js';
import type { DraftState } from './use-draft.js';
import { NotReady, useFiling, type Filing } from './use-filing.js';
import { WhenSection } from './WhenSection.js';

/** The form, and beside it drafts, a last look, and the one button. */
export function IntakeForm({ state, onFiled }: { state: DraftState; onFiled: (filing: Filing) => void }) {
  const t = useWords();
  const { draft, list, files } = state;
  const { fields } = draft;
  const found = useNoticesByNumber(fields.relates.map(({ text }) => text));
  const filing = useFiling(
    state,
    found.map((notice) => notice?.id ?? null),
  );
  const reading = useListReader(state.setList);
  const [dismissed, setDismissed] = useState(false);
  const errors = useErrors(filing.error, dismissed, t);
  const file = () => {
    const missing = early(state);
    setDismissed(false);
    if (missing !== null) return goTo(missing);
    filing.mutate(undefined, {
      onSuccess: (done) => {
        say(t('intake:filed.done', { number: done.notice.number }));
        onFiled(done);
      },
      onError: (error) => {
        if (error instanceof NotReady) goTo(error.errors[0]?.path ?? '');
      },
    });
  };
  useCommands([{ id: 'file', label: t('intake:cmd.file'), keys: '$mod+Enter', run: file }]);
  const attach = (added: readonly File[]) => state.setFiles((before) => [...before, ...added.map(toDraftFile)]);
  const addDocuments = (added: File[]) => {
    attach(added);
    const [order] = added.filter(({ name }) => mayBeList(name));
    if (list === null && order !== undefined) reading.readFile(order);
  };
  const section = { fields, change: state.change };
  const isSending = draft.filed !== null;
  return (
    <FieldErrors.Provider value={errors}>
      <div className="review">
        <div className="read intake">
          <DocumentsSection
            files={files}
            notKept={state.notKept}
            onAdd={addDocuments}
            onRemove={(id) => state.setFiles((before) => before.filter((each) => each.id !== id))}
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
        <aside className="verdict" aria-label={t('intake:check.title')}>
          <div className="scrolls">
            <CheckPanel state={state} errors={errors} />
            <DraftsPanel state={state} />
          </div>
          <div className="go">
            {filing.error === null || filing.error instanceof NotReady || dismissed ? null : (
              <Failure
                title={
                  draft.filed === null ? t('intake:notFiled') : t('intake:notSent', { number: draft.filed.number })
                }
                error={wordsOf(filing.error, t)}
                onClose={() => setDismissed(true)}
              />
            )}
            <Button
              variant="primary"
              wide
              keys="$mod+Enter"
              why={whyNotFile(state, t)}
              showWhy
              busy={filing.isPending ? t(isSending ? 'intake:sendingList' : 'intake:filing') : null}
              onPress={file}
            >
              {t(isSending ? 'intake:sendList' : 'intake:file')}
            </Button>
          </div>
        </aside>
      </div>
    </FieldErrors.Provider>
  );
}

/** What the desk would surely refuse, told without asking it. */
function whyNotFile({ draft, list, files }: DraftState, t: Words): string | null {
  if (sumOf(files) > MOST_DOCUMENT_BYTES) {
    return t('intake:documents.tooMuch', { mib: MOST_DOCUMENT_BYTES / 1024 / 1024 });
  }
  if (needsTargets(draft.fields) && (list?.rows.length ?? 0) === 0) return t('intake:error.targets');
  return null;
}

const early = (state: DraftState) =>
  needsTargets(state.draft.fields) && (state.list?.rows.length ?? 0) === 0 ? '/targets' : null;

function wordsOf(error: Error, t: Words): Error {
  return error instanceof ProblemError && error.slug === 'idempotency-key-reused'
    ? new Error(t('intake:error.reused'))
    : error;
}

/** What is wrong, at its fields: ours before it is sent, the desk's after. */
function useErrors(error: Error | null, dismissed: boolean, t: Words): ReadonlyMap<string, string> {
  return useMemo(() => {
    if (dismissed) return new Map();
    if (error instanceof NotReady) {
      return new Map(error.errors.map(({ path, why }: FieldError) => [path, t(`intake:error.${why}`)]));
    }
    return new Map(error instanceof ProblemError ? error.errors.map(({ path, message }) => [path, message]) : []);
  }, [error, dismissed, t]);
}
