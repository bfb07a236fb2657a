import { DETAILS_OF_KIND } from '../../domain/notices/details.js';
import { TextField } from '../forms/TextField.js';
import { bindParts } from '../forms/use-command-form.js';
import { useWords } from '../words/use-words.js';
import type { Triage } from './use-triage.js';

/** What a document of this kind states beside the five answers. */
export function DetailsSection({ triage: { notice, details } }: { triage: Triage }) {
  const t = useWords();
  const field = bindParts(details.field('details'));
  return (
    <section className="form-grid triage-details">
      <h3 className="heading">{t('triage:details', { kind: t(`words:kind.${notice.kind}`) })}</h3>
      <div className="halves">
        {DETAILS_OF_KIND[notice.kind].map((name) => {
          const { value = '', ...bound } = field(name);
          return <TextField key={name} label={t(`notice:detail.${name}`)} maxLength={1_000} value={value} {...bound} />;
        })}
      </div>
    </section>
  );
}
