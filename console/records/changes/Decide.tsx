import { CommandButton, CommandFields } from '../../forms/CommandDialog.js';
import { TextField } from '../../forms/TextField.js';
import { useCommandForm } from '../../forms/use-command-form.js';
import { useMay } from '../../http/may.js';
import { sessionStore } from '../../http/session.js';
import { RECORD_KEYS, useWrite } from '../../http/use-write.js';
import { Button } from '../../parts/Button.js';
import { Failure } from '../../parts/Failure.js';
import { formatInstant } from '../../parts/format.js';
import { useWords } from '../../words/use-words.js';
import type { AdministrationChange } from '../../http/types.js';

const toBody = ({ reason }: { reason: string }) => (reason.trim() === '' ? {} : { reason: reason.trim() });

/** Confirms or rejects another person's change. A confirmed key waits for its owner to claim it. */
export function Decide({ change: { id, kind, subject, requestedBy, expiresAt } }: { change: AdministrationChange }) {
  const t = useWords();
  const may = useMay();
  const isMine = sessionStore.get().session?.person.id === requestedBy.id;
  const why = isMine ? t('records:changes.own') : may('changes.decide') ? null : t('records:changes.mayNot');
  const form = useCommandForm({
    texts: 'change-decision',
    to: `/v1/changes/${id}/confirm`,
    refresh: RECORD_KEYS,
    start: { reason: '' },
    body: toBody,
    whyNever: why,
    done: t(kind === 'key' ? 'records:changes.keyClaim' : 'records:changes.confirmed', { name: subject.name }),
  });
  const refuse = useWrite({
    to: `/v1/changes/${id}/refuse`,
    refresh: RECORD_KEYS,
    done: t('records:changes.refused', { name: subject.name }),
  });
  return (
    <section>
      <p>{t('records:changes.openUntil', { time: formatInstant(expiresAt) })}</p>
      <CommandFields form={form} failed={t('records:changes.notDecided')}>
        <TextField label={t('records:changes.reason')} {...form.field('reason')} />
        <CommandButton form={form} label={t('records:changes.confirm')} isPrimary>
          <Button
            why={why}
            busy={refuse.isPending ? t('records:saving') : null}
            onPress={() => refuse.mutate(toBody(form.values))}
          >
            {t('records:changes.refuse')}
          </Button>
        </CommandButton>
      </CommandFields>
      <Failure title={t('records:changes.notDecided')} error={refuse.error} />
    </section>
  );
}
