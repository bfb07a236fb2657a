import { Button } from '../parts/Button.js';
import { useWords } from '../words/use-words.js';
import { FirstSteps } from './FirstSteps.js';
import { useFirstSteps } from './use-steps.js';

/** The first steps until the person hides them or has done them all. */
export function Checklist() {
  const t = useWords();
  const steps = useFirstSteps();
  const isDone = steps.roles.every((one) => one.steps.every((step) => step.isDone));
  if (!steps.isRead || steps.isHidden || isDone) return null;
  return (
    <div className="pad">
      <FirstSteps steps={steps} />
      <p className="line gap-above">
        <Button size="small" onPress={steps.hide}>
          {t('help:dismiss')}
        </Button>
        <span className="muted fine">{t('help:again')}</span>
      </p>
    </div>
  );
}
