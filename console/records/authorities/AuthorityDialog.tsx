import { CommandDialog } from '../../forms/CommandDialog.js';
import { useCommandForm } from '../../forms/use-command-form.js';
import { RECORD_KEYS } from '../../http/use-write.js';
import { useWords } from '../../words/use-words.js';
import { emptyForm, toBody, toForm } from './form.js';
import { MainFields, UpdateFields } from './MainFields.js';
import { ContactFields, SignerFields } from './row-fields.js';
import type { Authority } from '../../http/types.js';

export function AuthorityDialog({ authority, onClose }: { authority: Authority | null; onClose: () => void }) {
  const t = useWords();
  const form = useCommandForm({
    to: '/v1/authorities',
    refresh: RECORD_KEYS,
    start: authority === null ? emptyForm : toForm(authority),
    body: (values) => toBody(values, authority ?? undefined),
    done: (_, { name }) => t('records:authorities.saved', { name: name.trim() }),
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={
        authority === null
          ? t('records:authorities.addTitle')
          : t('records:authorities.changeTitle', { name: authority.name })
      }
      body={t('records:authorities.formBody')}
      go={t('records:authorities.save')}
      failed={t('records:authorities.notSaved')}
      wide
      fixed
      isQuick
    >
      <MainFields form={form} isNew={authority === null} />
      <UpdateFields {...form.field('statusUpdates')} />
      <ContactFields {...form.field('contacts')} />
      <SignerFields {...form.field('signers')} />
    </CommandDialog>
  );
}
