import { Link, useLocation } from '@tanstack/react-router';
import { STEP_FACTS, type FirstStep } from '../../domain/people/first-steps.js';
import { Tick } from '../forms/choices.js';
import { openOwnDialog } from '../frame/OwnDialogs.js';
import { Failure } from '../parts/Failure.js';
import { useWords } from '../words/use-words.js';
import type { RoleSteps, StepList } from './use-steps.js';

interface FirstStepsProps {
  steps: StepList;
  onGo?: (() => void) | undefined;
}

/** Five steps for each role of the person; those that leave no record are ticked by hand. */
export function FirstSteps({ steps, onGo }: FirstStepsProps) {
  const t = useWords();
  if (steps.error !== null) return <Failure title={t('help:failed')} error={steps.error} />;
  if (steps.roles.length === 0) return <p className="muted">{t('help:nothing')}</p>;
  return steps.roles.map((one) => <StepsOfRole key={one.role} of={one} onTick={steps.tick} onGo={onGo} />);
}

interface StepsOfRoleProps extends Pick<FirstStepsProps, 'onGo'> {
  of: RoleSteps;
  onTick: StepList['tick'];
}

function StepsOfRole({ of: { role, steps }, onTick, onGo }: StepsOfRoleProps) {
  const t = useWords();
  const done = steps.filter(({ isDone }) => isDone).length;
  return (
    <section className="gap-above">
      <h2>
        {t('help:first', { role: t(`frame:role.${role}`) })}{' '}
        <span className="muted fine number">{t('help:of', { done, all: steps.length })}</span>
      </h2>
      <ol className="stack">
        {steps.map(({ step, isDone, isRecorded }) => (
          <li key={step} className="line">
            <Tick
              label={t(`help:step.${step}`)}
              value={isDone}
              // What the log records is not the person's to take back.
              onChange={(isOn) => (isRecorded ? undefined : onTick(step, isOn))}
            />
            <Go step={step} onGo={onGo} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Go({ step, onGo }: { step: FirstStep } & Pick<FirstStepsProps, 'onGo'>) {
  const t = useWords();
  const here = useLocation().pathname;
  const { to } = STEP_FACTS[step];
  const dialog = step === 'passkey' ? 'passkeys' : step === 'notifications' ? 'notifications' : null;
  if (dialog !== null) {
    const open = () => {
      onGo?.();
      openOwnDialog(dialog);
    };
    return (
      <button type="button" className="text-button push fine" aria-haspopup="dialog" onClick={open}>
        {t('help:go')}
      </button>
    );
  }
  if (to === here) return null;
  return (
    <Link className="push fine" to={to} {...(onGo === undefined ? {} : { onClick: onGo })}>
      {t('help:go')}
    </Link>
  );
}
