import { CommandDialog } from './CommandDialog.js';
import { ReasonField } from './TextField.js';
import type { CommandForm } from './use-command-form.js';

interface ReasonDialogProps extends Omit<Parameters<typeof CommandDialog>[0], 'form' | 'children'> {
  form: CommandForm<{ reason: string }>;
}

export function ReasonDialog({ form, ...words }: ReasonDialogProps) {
  return (
    <CommandDialog form={form} {...words}>
      <ReasonField {...form.field('reason')} />
    </CommandDialog>
  );
}
