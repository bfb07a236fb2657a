import { useWords } from '../words/use-words.js';
import { formatInstant } from '../parts/format.js';
import { useFromNow } from '../state/now.js';
import { WHEN_FIELDS, type Fields } from './draft.js';
import { FormField } from '../forms/FormField.js';
import { FromDocument } from './document/FromDocument.js';
import type { SectionProps } from './Text.js';
import { readSpan, spanMs } from '../forms/when/span.js';
import { readWhen } from '../forms/when/when.js';
import { WhenField } from '../forms/when/WhenField.js';
import { listZones, ownZone } from '../forms/when/zones.js';

const own = ownZone();
const ZONES = listZones();

export function WhenSection({ fields, change }: SectionProps) {
  const t = useWords();
  return (
    <section aria-labelledby="intake-when">
      <div className="section-head">
        <h2 id="intake-when">{t('intake:section.when')}</h2>
      </div>
      <div className="halves">
        <FormField label={t('intake:zone')}>
          {(parts) => (
            <select {...parts} value={fields.zone} onChange={(event) => change({ zone: event.target.value })}>
              {[...new Set([fields.zone, ...ZONES])].map((zone) => (
                <option key={zone} value={zone}>
                  {zone === own ? t('intake:zoneYours', { zone }) : zone}
                </option>
              ))}
            </select>
          )}
        </FormField>
        {WHEN_FIELDS.map((name) => (
          <WhenField
            key={name}
            label={t(`intake:when.${name}`)}
            path={`/${name}`}
            value={fields[name]}
            zone={fields.zone}
            {...(name === 'receivedAt' ? { help: t('intake:when.receivedNow') } : {})}
            onChange={(text) => change({ [name]: text })}
          />
        ))}
        <DeadlineFields fields={fields} change={change} />
      </div>
    </section>
  );
}

function DeadlineFields({ fields, change }: SectionProps) {
  const t = useWords();
  return (
    <>
      <div className="form-field" data-path="/orderedDeadline">
        <span id="intake-deadline">{t('intake:deadline.label')}</span>
        <span className="segments" role="group" aria-labelledby="intake-deadline">
          {(['none', 'within', 'at', 'immediately'] as const).map((deadline) => (
            <button
              key={deadline}
              type="button"
              aria-pressed={fields.deadline === deadline}
              onClick={() => change({ deadline })}
            >
              {t(`intake:deadline.${deadline}`)}
            </button>
          ))}
        </span>
        {fields.deadline === 'none' ? null : (
          <span className="why">
            {fields.deadline === 'immediately' ? `${t('intake:deadline.policy')} ` : ''}
            {t('intake:deadline.second')}
          </span>
        )}
        <FromDocument path="/orderedDeadline" />
      </div>
      {fields.deadline === 'at' ? (
        <WhenField
          label={t('intake:deadline.at_text')}
          path="/orderedDeadline/at"
          value={fields.deadlineText}
          zone={fields.zone}
          placeholder={t('intake:when.aheadPlaceholder')}
          onChange={(deadlineText) => change({ deadlineText })}
        />
      ) : null}
      {fields.deadline === 'within' ? <WithinField fields={fields} change={change} /> : null}
    </>
  );
}

function WithinField({ fields, change }: SectionProps) {
  const t = useWords();
  const now = useFromNow((at) => Math.floor(at / 60_000) * 60_000);
  const due = counted(fields, now);
  return (
    <FormField
      label={t('intake:deadline.within_text')}
      path="/orderedDeadline/within"
      {...(due === null
        ? {}
        : {
            help: t('intake:deadline.counted', {
              iso: due.iso,
              from: t(`intake:deadline.${due.from}`),
              at: formatInstant(due.at, fields.zone),
            }),
          })}
    >
      {(parts) => (
        <input
          {...parts}
          value={fields.deadlineText}
          placeholder={t('intake:deadline.withinPlaceholder')}
          onChange={(event) => change({ deadlineText: event.target.value })}
          autoComplete="off"
        />
      )}
    </FormField>
  );
}

/** The deadline by a duration and its start: service, else receipt, else now. */
function counted({ deadlineText, servedAt, receivedAt, zone }: Fields, now: number) {
  const iso = readSpan(deadlineText);
  if (iso === null) return null;
  const served = readWhen(servedAt, { zone, now });
  const received = readWhen(receivedAt, { zone, now });
  const [from, start] =
    served.state === 'read'
      ? (['fromServed', served.at] as const)
      : received.state === 'read'
        ? (['fromReceived', received.at] as const)
        : (['fromNow', now] as const);
  return { iso, from, at: start + spanMs(iso) };
}
