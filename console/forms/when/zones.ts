/** Browsers list some zones under outdated names. */
const RENAMED: Record<string, string> = {
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Europe/Kiev': 'Europe/Kyiv',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
};

const present = (zone: string) => RENAMED[zone] ?? zone;

export function ownZone(): string {
  return present(new Intl.DateTimeFormat().resolvedOptions().timeZone);
}

/** Every zone under its current name, the reader's own and UTC first. */
export function listZones(): string[] {
  return [...new Set([ownZone(), 'UTC', ...Intl.supportedValuesOf('timeZone').map(present).toSorted()])];
}
