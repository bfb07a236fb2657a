import { CommandDialog } from '../../forms/CommandDialog.js';
import { useCommandForm, type BoundField, type CommandForm, bindParts } from '../../forms/use-command-form.js';
import { RECORD_KEYS } from '../../http/use-write.js';
import { emptyForm, toBody, toForm, AUTHORITY_KINDS, type AuthorityForm } from './form.js';
import { ContactFields, SignerFields } from './row-fields.js';
import type { Authority } from '../../http/types.js';
import { CADENCE_UNITS } from '../../../domain/letters/cadence.js';
import { SelectField, Tick } from '../../forms/choices.js';
import { toOptions } from '../../forms/Segments.js';
import { TextField } from '../../forms/TextField.js';
import { useWords } from '../../words/use-words.js';
import { formatValueName } from '../list/find-name.js';

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

function MainFields({ form, isNew }: { form: CommandForm<AuthorityForm>; isNew: boolean }) {
  const t = useWords();
  const { field } = form;
  return (
    <div className="halves">
      <TextField label={t('records:id')} help={t('records:authorities.idHelp')} {...field('id')} readOnly={!isNew} />
      <TextField label={t('records:authorities.name')} {...field('name')} />
      <TextField label={t('queue:f.country')} help={t('records:authorities.countryHelp')} {...field('country')} />
      <SelectField
        label={t('queue:f.kind')}
        options={toOptions<string>(AUTHORITY_KINDS, (kind) => formatValueName(t, 'records:authorityKind', kind))}
        {...field('kind')}
      />
      <TextField
        label={t('records:authorities.domains')}
        help={t('records:authorities.domainsHelp')}
        rows={3}
        {...field('domains')}
      />
      <Tick
        label={t('records:authorities.isVerified')}
        value={form.values.verification === 'verified'}
        onChange={(isVerified) => form.change({ verification: isVerified ? 'verified' : 'unverified' })}
      />
    </div>
  );
}

function UpdateFields(field: BoundField<AuthorityForm['statusUpdates']>) {
  const t = useWords();
  const bind = bindParts(field);
  return (
    <div className="halves">
      <TextField label={t('updates:amount')} help={t('updates:help')} {...bind('amount')} />
      <SelectField
        label={t('updates:unit')}
        options={toOptions(CADENCE_UNITS, (unit) => t(`updates:unitOf.${unit}`))}
        {...bind('unit')}
      />
    </div>
  );
}
