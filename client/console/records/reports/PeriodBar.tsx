import { Button } from '../../parts/Button.js';
import { Menu } from '../../parts/Menu.js';
import { useCommands } from '../../state/commands.js';
import { nowMs } from '../../state/now.js';
import { useWords } from '../../words/use-words.js';
import { useAddress } from '../list/use-address.js';
import { dayAfter, lastDayOf, periodOf, PRESETS, presetOf, type Period, type Preset } from './periods.js';

/** Which period the report is about, and the ways to take it along. */
export function PeriodBar({ period }: { period: Period }) {
  const t = useWords();
  const [, change] = useAddress();
  const preset = presetOf(period, nowMs());
  const print = { id: 'print', label: t('records:reports.print'), keys: 'p', run: () => window.print() };
  useCommands([print]);
  return (
    <div className="filters wraps">
      <Menu
        label={t('records:reports.period')}
        value={preset ?? 'own'}
        options={[
          ...PRESETS.map((value) => ({ value, label: t(`records:reports.preset.${value}`) })),
          { value: 'own', label: t('records:reports.preset.own') },
        ]}
        onChange={(value) => {
          if (value !== 'own') change({ ...periodOf(value as Preset, nowMs()) });
        }}
      />
      <label className="record-date">
        {t('records:from')}
        <span className="field sm">
          <input type="date" value={period.from} onChange={(event) => change({ from: event.target.value })} />
        </span>
      </label>
      <label className="record-date">
        {t('records:reports.lastDay')}
        <span className="field sm">
          <input
            type="date"
            value={lastDayOf(period)}
            onChange={(event) => change({ to: event.target.value === '' ? '' : dayAfter(event.target.value) })}
          />
        </span>
      </label>
      <span className="push" />
      <a
        className="btn sm"
        href={`/v1/reports/transparency?from=${period.from}&to=${period.to}&format=csv`}
        download={`transparency-${period.from}-${lastDayOf(period)}.csv`}
      >
        {t('records:reports.csv')}
      </a>
      <Button size="sm" keys="p" onPress={print.run}>
        {print.label}
      </Button>
    </div>
  );
}
