import { useWords } from '../words/use-words.js';
import { LINK_KINDS } from '../../domain/notices/notice.js';
import type { NamedNotice } from '../linked/find-notice.js';
import { Button } from '../parts/Button.js';
import { SelectField } from '../forms/choices.js';
import { FormField } from '../forms/FormField.js';
import type { SectionProps } from './section.js';
import { RemoveButton } from './RemoveButton.js';

export function LinksSection({
  fields,
  change,
  found,
}: SectionProps & { found: readonly (NamedNotice | null | undefined)[] }) {
  const t = useWords();
  const replace = (place: number, next: Fields['relates']) =>
    change({ relates: [...fields.relates.slice(0, place), ...next, ...fields.relates.slice(place + 1)] });
  return (
    <section aria-labelledby="intake-links">
      <div className="section-head">
        <h2 id="intake-links">{t('intake:section.links')}</h2>
      </div>
      {fields.relates.map(({ text, as }, place) => (
        // Links have no id of their own, so the index is the key.
        <div className="halves" key={place}>
          <SelectField
            label={t('intake:links.as')}
            path={`/relatesTo/${place}/as`}
            options={LINK_KINDS.map((kind) => ({ value: kind, text: t(`words:link.${kind}`) }))}
            value={as}
            onChange={(next) => replace(place, [{ text, as: next }])}
          />
          <FormField
            label={t('intake:links.number')}
            path={`/relatesTo/${place}/notice`}
            help={describeFound(found[place], text, t)}
          >
            {(parts) => (
              <>
                <input
                  {...parts}
                  value={text}
                  onChange={(event) => replace(place, [{ text: event.target.value, as }])}
                  autoComplete="off"
                />
                <RemoveButton label={t('intake:links.remove', { number: text })} onPress={() => replace(place, [])} />
              </>
            )}
          </FormField>
        </div>
      ))}
      <div className="acts">
        <Button size="small" onPress={() => change({ relates: [...fields.relates, { text: '', as: 'follows' }] })}>
          {t('intake:links.add')}
        </Button>
      </div>
    </section>
  );
}

type Fields = SectionProps['fields'];

function describeFound(found: NamedNotice | null | undefined, text: string, t: ReturnType<typeof useWords>): string {
  if (text.trim() === '' || found === undefined) return t('intake:links.numberHelp');
  if (found === null) return t('intake:links.none');
  return t('intake:links.found', { number: found.number, subject: found.subject ?? '' });
}
