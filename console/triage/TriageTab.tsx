import { useRef, useState, useEffect } from 'react';
import { CommandFields } from '../forms/CommandDialog.js';
import { useOpenNotice } from '../notice/open-notice.js';
import { Button } from '../parts/Button.js';
import { Empty } from '../parts/Loading.js';
import { Failure } from '../parts/Failure.js';
import { formatList } from '../parts/format.js';
import { Icon } from '../parts/Icon.js';
import { lazyDialog } from '../parts/lazy-dialog.js';
import { useShortcuts } from '../state/shortcuts.js';
import { useWords, type Words } from '../words/use-words.js';
import { QUESTIONS, type TriageQuestion } from './answers.js';
import { ChangeButton, CheckAnswers } from './CheckAnswers.js';
import { DetailsSection } from './DetailsSection.js';
import { BODIES } from './Questions.js';
import { summarize } from './summary.js';
import { TriageDocument } from './TriageDocument.js';
import { useListener } from './use-listener.js';
import { useTriage, type Triage } from './use-triage.js';

const VerifySenderDialog = lazyDialog(() => import('../notice/sender/VerifySenderDialog.js'), 'acts', 'authenticity');

const FOCUSING = ['focusin'] as const;

/** Triage beside the document: five questions, then the check of the answers and one button. */
export function TriageTab() {
  const notice = useOpenNotice();
  const t = useWords();
  const triage = useTriage(notice);
  const [isChecking, setChecking] = useState(false);
  const [focused, setFocused] = useState<string | null>(null);
  const asking = useRef<HTMLElement>(null);
  useListener(asking, FOCUSING, ({ target }) => {
    if (target instanceof Element) setFocused(target.closest('[data-path]')?.getAttribute('data-path') ?? null);
  });
  const mayTriage = notice.allowedCommands.includes('triage');
  const verify = notice.allowedCommands.includes('verify-sender') ? () => setChecking(true) : null;
  useTriageKeys(triage, verify);
  return (
    <div className="split triage print-flow">
      <TriageDocument triage={triage} focused={focused} />
      <section className="pane" aria-label={t('triage:title')} ref={asking}>
        {mayTriage ? <Asking triage={triage} onVerify={verify} /> : <Over />}
      </section>
      {isChecking ? <VerifySenderDialog notice={notice} onClose={() => setChecking(false)} /> : null}
    </div>
  );
}

function Over() {
  const t = useWords();
  return (
    <Empty>
      <p>{t('triage:over')}</p>
    </Empty>
  );
}

function useTriageKeys(triage: Triage, verify: (() => void) | null): void {
  const t = useWords();
  const { form, open, show, missing, start } = triage;
  const isCheck = open === 'check';
  useShortcuts([
    ...QUESTIONS.map((question, place) => ({
      id: `question-${question}`,
      label: t(`triage:question.${question}`),
      keys: String(place + 1),
      run: () => show(question),
    })),
    {
      id: 'submit',
      label: t(isCheck ? 'triage:start' : 'triage:check'),
      keys: '$mod+Enter',
      run: isCheck ? start : () => show('check'),
      why: isCheck ? form.why : explainNotCheck(missing, t),
    },
    ...(verify === null ? [] : [{ id: 'sender', label: t('sender:act'), keys: 'w', run: verify }]),
  ]);
}

function explainNotCheck(missing: readonly TriageQuestion[], t: Words): string | null {
  if (missing.length === 0) return null;
  return t('triage:missing', { questions: formatList(missing.map((each) => t(`triage:short.${each}`))) });
}

function Asking({ triage, onVerify }: { triage: Triage; onVerify: (() => void) | null }) {
  const t = useWords();
  const { form, details, open, show, missing, previewError } = triage;
  const isCheck = open === 'check';
  return (
    <>
      <div className="pane-head">
        {isCheck ? <BackToQuestions onPress={() => show('deadline')} /> : null}
        <h2>{t(isCheck ? 'triage:check' : 'triage:title')}</h2>
        <span className="push muted fine number">
          {t('triage:answered', { n: QUESTIONS.length - missing.length, of: QUESTIONS.length })}
        </span>
      </div>
      <div className="scrolls">
        {previewError === null ? null : <Failure title={t('triage:noPreview')} error={previewError} />}
        {details.error === null ? null : <Failure title={t('triage:failed')} error={details.error} />}
        <CommandFields form={form} failed={t('triage:failed')}>
          {isCheck ? <CheckAnswers triage={triage} /> : <Questions triage={triage} onVerify={onVerify} />}
          {isCheck ? null : <DetailsSection triage={triage} />}
        </CommandFields>
      </div>
      <Go triage={triage} />
    </>
  );
}

/** Mounts after the notice, so that Esc goes back to the questions before it leaves the notice. */
function BackToQuestions({ onPress }: { onPress: () => void }) {
  const t = useWords();
  useShortcuts([{ id: 'triage-back', label: t('triage:back'), keys: 'Escape', run: onPress, hidden: true }]);
  return (
    <Button size="small" variant="quiet" keys="Escape" onPress={onPress}>
      {t('triage:back')}
    </Button>
  );
}

function Questions({ triage, onVerify }: { triage: Triage; onVerify: (() => void) | null }) {
  return (
    <ol className="panel">
      {QUESTIONS.map((question, place) => (
        <li key={question} className={triage.open === question ? 'triage-question triage-open' : 'triage-question'}>
          <span className="number">
            {triage.isAnswered(question) && triage.open !== question ? <Icon name="s-met" /> : place + 1}
          </span>
          {triage.open === question ? (
            <OpenQuestion question={question} triage={triage} onVerify={onVerify} />
          ) : (
            <FoldedQuestion question={question} triage={triage} />
          )}
        </li>
      ))}
    </ol>
  );
}

interface QuestionProps {
  question: TriageQuestion;
  triage: Triage;
}

function OpenQuestion({ question, triage, onVerify }: QuestionProps & { onVerify: (() => void) | null }) {
  const t = useWords();
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus({ preventScroll: true }), []);
  const Body = BODIES[question];
  return (
    <div className="form-grid">
      <h3 className="title" tabIndex={-1} ref={head}>
        {t(`triage:question.${question}`)}
      </h3>
      <Body triage={triage} onVerify={onVerify} />
      <p>
        <Button onPress={() => triage.answer(question)}>{t('triage:next')}</Button>
      </p>
    </div>
  );
}

function FoldedQuestion({ question, triage }: QuestionProps) {
  const t = useWords();
  const isAnswered = triage.isAnswered(question);
  const name = t(`triage:question.${question}`);
  return (
    <div className="triage-answer">
      <span className={isAnswered ? 'muted' : 'medium'}>{name}</span>
      <span dir="auto" className={isAnswered ? undefined : 'muted'}>
        {summarize(question, triage, t)}
      </span>
      {isAnswered ? (
        <ChangeButton name={name} onPress={() => triage.show(question)} />
      ) : (
        <Button size="small" label={t('triage:answerNamed', { name })} onPress={() => triage.show(question)}>
          {t('triage:answer')}
        </Button>
      )}
    </div>
  );
}

function Go({ triage: { notice, form, details, start, open, show, missing, preview } }: { triage: Triage }) {
  const t = useWords();
  if (open !== 'check') {
    return (
      <div className="panel-foot no-print">
        <Button wide keys="$mod+Enter" why={explainNotCheck(missing, t)} showWhy onPress={() => show('check')}>
          {t('triage:check')}
        </Button>
      </div>
    );
  }
  return (
    <div className="panel-foot no-print">
      <Button
        variant="primary"
        wide
        keys="$mod+Enter"
        why={form.why}
        showWhy
        busy={form.isPending || details.isPending ? t('frame:saving') : null}
        onPress={start}
      >
        {t(notice.stage === 'triage' ? 'triage:start' : 'triage:save')}
      </Button>
      <p className="why">{t('triage:starts.count', { count: preview?.clocks.length ?? 0 })}</p>
    </div>
  );
}
