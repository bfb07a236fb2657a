import { Button } from '../../parts/Button.js';
import { findOneOf } from '../../../domain/is-one-of.js';
import { Menu } from '../../parts/Menu.js';
import { useShortcuts } from '../../state/shortcuts.js';
import { nowMs } from '../../state/now.js';
import { useWords } from '../../words/use-words.js';
import { DayField } from '../list/DayField.js';
import { useAddress } from '../list/use-address.js';
import { buildCsvUrl } from './as-of.js';
import { dayAfter, computeLastDay, computePeriod, PRESETS, findPreset, type ReportPeriod } from './periods.js';

export function PeriodBar({ period, asOf }: { period: ReportPeriod; asOf: string | null }) {
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
      <a className="button small" href={buildCsvUrl('transparency', { ...period }, asOf)} download>
        {t('publishing:reports.csv')}
      </a>
      <Button size="small" keys="p" onPress={print.run}>
        {print.label}
      </Button>
    </div>
  );
}
