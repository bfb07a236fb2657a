// Places whose holidays a law names by rule, and what each rule rests on (`scripts/law-calendars.mjs`, docs/calendars.md).
import { everyYear, firstMonday, fixed, fromEaster, lastMonday, only, span } from './law-days.mjs';

export const FIRST_YEAR = 2021;
export const LAST_YEAR = 2028;
const WHOLE_SPAN = { from: FIRST_YEAR, to: LAST_YEAR };

/** In every Land: Unification Treaty, article 2(2), for 3 October, and the law of the Land for the others. */
const GERMANY = [
  fixed('01-01', "New Year's Day"),
  fromEaster(-2, 'Good Friday'),
  fromEaster(1, 'Easter Monday'),
  fixed('05-01', 'Labour Day'),
  fromEaster(39, 'Ascension Day'),
  fromEaster(50, 'Whit Monday'),
  fixed('10-03', 'German Unity Day'),
  fixed('12-25', 'Christmas Day'),
  fixed('12-26', 'Second day of Christmas'),
];
const EPIPHANY = fixed('01-06', 'Epiphany');
const WOMENS_DAY = fixed('03-08', "International Women's Day");
const CORPUS_CHRISTI = fromEaster(60, 'Corpus Christi');
const ASSUMPTION = fixed('08-15', 'Assumption');
const CHILDRENS_DAY = fixed('09-20', "World Children's Day");
const REFORMATION_DAY = fixed('10-31', 'Reformation Day');
const ALL_SAINTS = fixed('11-01', "All Saints' Day");
/** The Wednesday before 23 November. */
const REPENTANCE_DAY = everyYear((year) => {
  const weekday = new Date(Date.UTC(year, 10, 22)).getUTCDay();
  return `${year}-11-${22 - ((weekday + 4) % 7)}`;
}, 'Day of Repentance and Prayer');

/** A Land: seat of its government, which is the place of the list where municipalities differ, and its law by name. */
const LAENDER = [
  [
    'bb',
    'Brandenburg',
    'Feiertagsgesetz (FTG) of 21 March 1991, section 2',
    [fromEaster(0, 'Easter Sunday'), fromEaster(49, 'Whit Sunday'), REFORMATION_DAY],
  ],
  [
    'be',
    'Berlin',
    'Gesetz über die Sonn- und Feiertage of 28 October 1954, section 1',
    [
      WOMENS_DAY,
      only('2025-05-08', '80 years after the end of the war'),
      only('2028-06-17', '75 years after the uprising of 1953'),
    ],
  ],
  ['bw', 'Baden-Württemberg', 'Feiertagsgesetz (FTG) of 8 May 1995, section 1', [EPIPHANY, CORPUS_CHRISTI, ALL_SAINTS]],
  [
    'by',
    'Bavaria, Munich',
    'Feiertagsgesetz (FTG) of 21 May 1980, article 1; 15 August where Catholics outnumber Protestants, as in Munich',
    [EPIPHANY, CORPUS_CHRISTI, ASSUMPTION, ALL_SAINTS],
  ],
  ['hb', 'Bremen', 'Gesetz über die Sonn- und Feiertage of 12 November 1954, section 2', [REFORMATION_DAY]],
  ['he', 'Hesse', 'Hessisches Feiertagsgesetz (HFeiertagsG) of 29 December 1971, section 1', [CORPUS_CHRISTI]],
  ['hh', 'Hamburg', 'Feiertagsgesetz of 16 October 1953, section 1', [REFORMATION_DAY]],
  [
    'mv',
    'Mecklenburg-Vorpommern',
    'Feiertagsgesetz (FTG M-V) of 8 March 2002, section 2; 8 March from 2023 on',
    [{ ...WOMENS_DAY, since: 2023 }, REFORMATION_DAY],
  ],
  [
    'ni',
    'Lower Saxony',
    'Niedersächsisches Feiertagsgesetz (NFeiertagsG) of 7 March 1995, section 2',
    [REFORMATION_DAY],
  ],
  ['nw', 'North Rhine-Westphalia', 'Feiertagsgesetz NW of 23 April 1989, section 2', [CORPUS_CHRISTI, ALL_SAINTS]],
  ['rp', 'Rhineland-Palatinate', 'Feiertagsgesetz (LFtG) of 15 July 1970, section 2', [CORPUS_CHRISTI, ALL_SAINTS]],
  ['sh', 'Schleswig-Holstein', 'Gesetz über Sonn- und Feiertage (SFTG) of 28 June 2004, section 2', [REFORMATION_DAY]],
  ['sl', 'Saarland', 'Feiertagsgesetz (SFG) of 18 February 1976, section 2', [CORPUS_CHRISTI, ASSUMPTION, ALL_SAINTS]],
  [
    'sn',
    'Saxony, Dresden',
    'Gesetz über Sonn- und Feiertage (SächsSFG) of 10 November 1992, section 1; Corpus Christi only in some municipalities, not in Dresden',
    [REFORMATION_DAY, REPENTANCE_DAY],
  ],
  ['st', 'Saxony-Anhalt', 'Feiertagsgesetz (FeiertG LSA) of 25 August 2004, section 2', [EPIPHANY, REFORMATION_DAY]],
  [
    'th',
    'Thuringia, Erfurt',
    'Thüringer Feiertagsgesetz (ThürFtG) of 21 December 1994, section 2; Corpus Christi only in some municipalities, not in Erfurt',
    [CHILDRENS_DAY, REFORMATION_DAY],
  ],
].map(([land, title, law, days]) => ({
  id: `de-${land}`,
  title: `Germany, ${title}`,
  zone: 'Europe/Berlin',
  days: [...GERMANY, ...days],
  source: `${law}; office hours assumed`,
  years: [
    {
      ...WHOLE_SPAN,
      status: 'derived',
      source: `${law}, from memory: the text was not read here. The days of 2026 agree with a table of all Länder`,
      url: 'https://kalender-online.com/kalender-2026',
      read: '2026-11-27',
    },
  ],
}));

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
  note: 'Days off by an act of each year (Corpus Christi, 28 October) are not in it: they count as open, the stricter reading.',
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
