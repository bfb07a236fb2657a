// Places whose holidays a law defines by rule, with the source of each rule; used by `scripts/law-calendars.mjs`.
import {
  everyYear,
  firstMonday,
  fixed,
  fromEaster,
  LAST_YEAR,
  lastMonday,
  only,
  span,
  WHOLE_SPAN,
} from './law-days.mjs';
import { LAENDER } from './law-laender.mjs';

const IRISH_LAW = 'Organisation of Working Time Act 1997, second schedule';
const IRELAND = {
  id: 'ie-dublin',
  title: 'Ireland, public holidays',
  zone: 'Europe/Dublin',
  note: 'The days themselves: the Act moves no holiday that falls on a weekend. Good Friday is none.',
  days: [
    fixed('01-01', "New Year's Day"),
    {
      ...everyYear((year) => {
        const first = new Date(Date.UTC(year, 1, 1)).getUTCDay() === 5;
        return first ? `${year}-02-01` : firstMonday(2, '').of(year)[0];
      }, "St Brigid's Day"),
      since: 2023,
    },
    fixed('03-17', "St Patrick's Day"),
    only('2022-03-18', 'Day of remembrance'),
    fromEaster(1, 'Easter Monday'),
    firstMonday(5, 'May holiday'),
    firstMonday(6, 'June holiday'),
    firstMonday(8, 'August holiday'),
    lastMonday(10, 'October holiday'),
    fixed('12-25', 'Christmas Day'),
    fixed('12-26', "St Stephen's Day"),
  ],
  source: `${IRISH_LAW}, with the regulations of 2022 on 18 March 2022 and February; office hours assumed`,
  years: [
    {
      ...WHOLE_SPAN,
      status: 'derived',
      source: `${IRISH_LAW}, in a reprint; the regulations of 2022 as told by a law firm (thoughts.maples.com)`,
      url: 'https://olir.it/documenti/legge-1997',
      read: '2026-11-27',
    },
  ],
};

const EU_PATTERN = 'The pattern of the lists';
const INSTITUTIONS = {
  id: 'eu-institutions',
  title: 'Institutions of the European Union, Brussels',
  zone: 'Europe/Brussels',
  note: 'The lists name no day that falls on a weekend, and for Luxembourg 23 June instead of 21 July.',
  weekdaysOnly: true,
  days: [
    fixed('01-01', "New Year's Day"),
    fixed('01-02', "Day after New Year's Day"),
    fromEaster(-3, 'Maundy Thursday'),
    fromEaster(-2, 'Good Friday'),
    fromEaster(1, 'Easter Monday'),
    fixed('05-01', 'Labour Day'),
    fixed('05-09', 'Schuman Declaration'),
    fromEaster(39, 'Ascension Day'),
    fromEaster(40, 'Day after Ascension Day'),
    fromEaster(50, 'Whit Monday'),
    fixed('07-21', 'Belgian National Day'),
    fixed('08-15', 'Assumption'),
    fixed('11-01', "All Saints' Day"),
    fixed('11-02', "All Souls' Day"),
    span('12-24', '12-31', 'End of the year'),
  ],
  source:
    'Commission decisions on the holidays of staff in Brussels and Luxembourg (Staff Regulations, article 61); office hours assumed',
  years: [
    { from: 2021, to: 2021, status: 'draft', source: `${EU_PATTERN}; that of 2021 was not read` },
    {
      from: 2022,
      to: 2022,
      status: 'draft',
      source: `${EU_PATTERN}; of the decision of 11 January 2021 (2021/C 24 I/01) only the beginning was read, to Good Friday: it agrees`,
      url: 'https://eur-lex.europa.eu/legal-content/ET/TXT/HTML/?uri=OJ%3AC%3A2021%3A024I%3AFULL',
      read: '2026-11-27',
    },
    {
      from: 2023,
      to: 2023,
      status: 'published',
      source: 'Commission decision of 25 May 2021 (2021/C 201 I/02)',
      url: 'https://eur-lex.europa.eu/legal-content/EN/TXT/HTML/?uri=CELEX:32021D0528(01)&rid=1',
      read: '2026-11-27',
    },
    {
      from: 2024,
      to: 2024,
      status: 'draft',
      source: `${EU_PATTERN}; of the decision of 17 November 2022 (2022/C 440/05) only the beginning was read, to 15 August: it agrees`,
      url: 'https://eur-lex.europa.eu/legal-content/it/TXT/HTML/?uri=CELEX%3A32022D1121%2801%29',
      read: '2026-11-27',
    },
    { from: 2025, to: LAST_YEAR, status: 'draft', source: `${EU_PATTERN}; those of 2025 to 2028 were not read` },
  ],
};

const BRAZILIAN_COURTS = {
  id: 'br-courts',
  title: 'Brazil, federal courts and the courts at Brasília',
  zone: 'America/Sao_Paulo',
  note: 'Days off by an act of each year (Corpus Christi, 28 October) are left out: they count as open, the stricter reading. Ash Wednesday until 14:00 is practice, found described for 2023.',
  days: [
    span('01-01', '01-06', 'Recess'),
    fromEaster(-48, 'Carnival'),
    fromEaster(-47, 'Carnival'),
    fromEaster(-4, 'Holy Week'),
    fromEaster(-3, 'Holy Week'),
    fromEaster(-2, 'Good Friday'),
    fixed('04-21', "Tiradentes' Day"),
    fixed('05-01', 'Labour Day'),
    fixed('08-11', 'Day of the Lawyer'),
    fixed('09-07', 'Independence Day'),
    fixed('10-12', 'Our Lady of Aparecida'),
    fixed('11-01', "All Saints' Day"),
    fixed('11-02', "All Souls' Day"),
    fixed('11-15', 'Republic Day'),
    { ...fixed('11-20', 'Black Awareness Day'), since: 2024 },
    fixed('12-08', 'Day of Justice'),
    span('12-20', '12-31', 'Recess'),
  ],
  halfDays: [{ ...fromEaster(-46, 'Ash Wednesday'), opensAt: '14:00' }],
  source: 'Law 5.010/1966, article 62, and the national holidays of br-federal; office hours assumed',
  years: [
    {
      ...WHOLE_SPAN,
      status: 'derived',
      source:
        'Law 5.010/1966, article 62: no. IV as amended by Law 6.741/1979 read in a reprint, I to III as courts apply them',
      url: 'https://www.jfce.jus.br/feriado-do-dia-da-justica/',
      read: '2026-11-27',
    },
  ],
};

export const PLACES = [...LAENDER, IRELAND, INSTITUTIONS, BRAZILIAN_COURTS];
