import { findOneOf } from '../../../domain/is-one-of.js';
import { Button } from '../../parts/Button.js';
import { Menu } from '../../parts/Menu.js';
import { nowMs } from '../../state/now.js';
import { useShortcuts } from '../../state/shortcuts.js';
import { useWords } from '../../words/use-words.js';
import { DayField } from '../list/DayField.js';
import { useAddress } from '../list/use-address.js';
import { computeLastDay, computePeriod, dayAfter, findPreset, PRESETS, type ReportPeriod } from './periods.js';

/** The period of a report; `csv`: where it is as a file, if it is. */
export function PeriodBar({ period, csv }: { period: ReportPeriod; csv?: string }) {
  const t = useWords();
  const [, change] = useAddress();
  const preset = findPreset(period, nowMs());
  const print = { id: 'print', label: t('publishing:reports.print'), keys: 'p', run: () => window.print() };
  useShortcuts([print]);
  return (
    <div className="filters no-print">
      <Menu
        label={t('publishing:reports.period')}
        value={preset ?? 'own'}
        options={[
          ...PRESETS.map((value) => ({ value, label: t(`publishing:reports.preset.${value}`) })),
          { value: 'own', label: t('publishing:reports.preset.own') },
        ]}
        onChange={(value) => {
          const chosen = findOneOf(PRESETS, value);
          if (chosen !== undefined) change({ ...computePeriod(chosen, nowMs()) });
        }}
      />
      <DayField label={t('records:from')} value={period.from} onChange={(from) => change({ from })} />
      <DayField
        label={t('publishing:reports.lastDay')}
        value={computeLastDay(period)}
        onChange={(last) => change({ to: last === '' ? '' : dayAfter(last) })}
      />
      <span className="push" />
      {csv === undefined ? null : (
        <a className="button small" href={csv} download>
          {t('publishing:reports.csv')}
        </a>
      )}
      <Button size="small" keys="p" onPress={print.run}>
        {print.label}
      </Button>
    </div>
  );
}
