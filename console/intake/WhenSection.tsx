import { useWords } from '../words/use-words.js';
import { formatInstant } from '../parts/format.js';
import { useMinute } from '../state/now.js';
import { WHEN_FIELDS, type Fields } from './draft.js';
import { SegmentsField, SelectField } from '../forms/choices.js';
import { toOptions } from '../forms/Segments.js';
import { TextField } from '../forms/TextField.js';
import { bindText, type SectionProps } from './section.js';
import { readSpan, spanMs } from '../forms/when/span.js';
import { readWhen } from '../forms/when/when.js';
import { WhenField } from '../forms/when/WhenField.js';
import { listZones, ownZone } from '../forms/when/zones.js';

const own = ownZone();
const ZONES = listZones();

export function WhenSection(section: SectionProps) {
  const t = useWords();
  const { fields } = section;
  return (
    <section aria-labelledby="intake-when">
      <div className="section-head">
        <h2 id="intake-when">{t('intake:section.when')}</h2>
      </div>
      <div className="halves">
        <SelectField
          label={t('intake:zone')}
          options={toOptions([...new Set([fields.zone, ...ZONES])], (zone) =>
            zone === own ? t('intake:zoneYours', { zone }) : zone,
          )}
          {...bindText(section, 'zone')}
        />
        {WHEN_FIELDS.map((name) => (
          <WhenField
            key={name}
            label={t(`intake:when.${name}`)}
            zone={fields.zone}
            {...(name === 'receivedAt' ? { help: t('intake:when.receivedNow') } : {})}
            {...bindText(section, name)}
          />
        ))}
        <DeadlineFields {...section} />
      </div>
    </section>
  );
}

export function DeadlineFields(section: SectionProps) {
  const t = useWords();
  const { fields, change } = section;
  const { deadline, zone } = fields;
  const policy = deadline === 'immediately' ? `${t('intake:deadline.policy')} ` : '';
  return (
    <>
      <SegmentsField
        label={t('intake:deadline.label')}
        path="/orderedDeadline"
        help={deadline === 'none' ? null : policy + t('intake:deadline.second')}
        options={toOptions(['none', 'within', 'at', 'immediately'] as const, (each) => t(`intake:deadline.${each}`))}
        value={deadline}
        onChange={(chosen) => change({ deadline: chosen })}
      />
      {deadline === 'at' ? (
        <WhenField
          label={t('intake:deadline.at_text')}
          zone={zone}
          placeholder={t('intake:when.aheadPlaceholder')}
          {...bindText(section, 'deadlineText')}
          path="/orderedDeadline/at"
        />
      ) : null}
      {deadline === 'within' ? <WithinField {...section} /> : null}
    </>
  );
}

function WithinField(section: SectionProps) {
  const t = useWords();
  const now = useMinute();
  const due = counted(section.fields, now);
  return (
    <TextField
      label={t('intake:deadline.within_text')}
      help={
        due === null
          ? null
          : t('intake:deadline.counted', {
              iso: due.iso,
              from: t(`intake:deadline.${due.from}`),
              at: formatInstant(due.at, section.fields.zone),
            })
      }
      placeholder={t('intake:deadline.withinPlaceholder')}
      {...bindText(section, 'deadlineText')}
      path="/orderedDeadline/within"
    />
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
