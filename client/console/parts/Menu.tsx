import { useWords } from '../words/use-words.js';
import { Button as AriaButton, ListBox, ListBoxItem, Popover, Select, SelectValue, Label } from 'react-aria-components';
import { Icon } from './Icon.js';

export interface MenuOption {
  value: string;
  label: string;
}

/** A choice of one as a chip: what is chosen stands on it. */
export function Menu({
  label,
  value,
  options,
  onChange,
  bare,
}: {
  label: string;
  value: string;
  options: readonly MenuOption[];
  onChange: (value: string) => void;
  /** The choice alone names itself. */
  bare?: boolean;
}) {
  const t = useWords();
  const isSet = value !== '' && bare !== true;
  const known = options.some((option) => option.value === value) ? options : [...options, { value, label: value }];
  return (
    <Select
      selectedKey={value}
      onSelectionChange={(key) => onChange(String(key ?? ''))}
      aria-label={label}
      placeholder={t('queue:any')}
    >
      {bare === true ? null : <Label className="vh">{label}</Label>}
      <AriaButton className={isSet ? 'chip set' : 'chip'}>
        {bare === true ? null : <>{label} </>}
        <b>
          <SelectValue />
        </b>
        <Icon name="m-down" />
      </AriaButton>
      <Popover className="menu-pop">
        <ListBox className="menu-list" aria-label={label}>
          {known.map((option) => (
            <ListBoxItem key={option.value} id={option.value} textValue={option.label} className="menu-item">
              {option.label}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
