// Holidays of the German Länder by rule, with the law of each and how it was read; used by `scripts/law-places.mjs`.
import { everyYear, FIRST_YEAR, fixed, fromEaster, LAST_YEAR, only, WHOLE_SPAN } from './law-days.mjs';

/** Holidays of every Land. Source: Unification Treaty, article 2(2), for 3 October; the law of the Land for the others. */
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

/** Table of all Länder; the source for the two whose law was not read. Its days of 2026 agree with all sixteen. */
const TABLE_OF_LAENDER = 'https://kalender-online.com/kalender-2026';

/** A Land: the municipality that its list follows where they differ, its law by name, and how that was read. */
export const LAENDER = [
  {
    land: 'bb',
    title: 'Brandenburg',
    law: 'Feiertagsgesetz (FTG) of 21 March 1991, section 2',
    text: 'reprint',
    url: 'http://www.anwalt24.de/gesetze/ftg/2',
    days: [fromEaster(0, 'Easter Sunday'), fromEaster(49, 'Whit Sunday'), REFORMATION_DAY],
  },
  {
    land: 'be',
    title: 'Berlin',
    law: 'Gesetz über die Sonn- und Feiertage of 28 October 1954, section 1',
    text: 'reprint of 2023; 8 May 2025 as told by the press',
    url: 'https://lexaris.de/book/version/documentflat/head/1254714',
    days: [
      WOMENS_DAY,
      only('2025-05-08', '80 years after the end of the war'),
      only('2028-06-17', '75 years after the uprising of 1953'),
    ],
  },
  {
    land: 'bw',
    title: 'Baden-Württemberg',
    law: 'Feiertagsgesetz (FTG) of 8 May 1995, section 1',
    text: 'list of the days by the district of Ludwigsburg',
    url: 'http://www.landkreis-ludwigsburg.de/deutsch/buerger-info/sicherheit-ordnung/sonn-und-feiertagsgesetz/',
    days: [EPIPHANY, CORPUS_CHRISTI, ALL_SAINTS],
  },
  {
    land: 'by',
    title: 'Bavaria, Munich',
    law: 'Feiertagsgesetz (FTG) of 21 May 1980, article 1',
    text: 'reprint as amended on 26 March 2019; that Catholics outnumber Protestants in Munich, so that 15 August counts, is from memory',
    url: 'https://www.schulrecht-online.de/rechtstexte/feiertagsgesetz',
    days: [EPIPHANY, CORPUS_CHRISTI, ASSUMPTION, ALL_SAINTS],
  },
  {
    land: 'hb',
    title: 'Bremen',
    law: 'Gesetz über die Sonn- und Feiertage of 12 November 1954, section 2',
    text: 'reprint of before 2018; 31 October since 2018 as told by the press (welt.de)',
    url: 'https://www.anwalt24.de/gesetze/ftg-hb/2',
    days: [REFORMATION_DAY],
  },
  {
    land: 'he',
    title: 'Hesse',
    law: 'Hessisches Feiertagsgesetz (HFeiertagsG) of 29 December 1971, section 1',
    text: 'reprint of 2023',
    url: 'https://lexaris.io/book/version/documentflat/head/1324552',
    days: [CORPUS_CHRISTI],
  },
  {
    land: 'hh',
    title: 'Hamburg',
    law: 'Feiertagsgesetz of 16 October 1953, section 1',
    days: [REFORMATION_DAY],
  },
  {
    land: 'mv',
    title: 'Mecklenburg-Vorpommern',
    law: 'Feiertagsgesetz (FTG M-V) of 8 March 2002, section 2',
    days: [{ ...WOMENS_DAY, since: 2023 }, REFORMATION_DAY],
  },
  {
    land: 'ni',
    title: 'Lower Saxony',
    law: 'Niedersächsisches Gesetz über die Feiertage (NFeiertagsG) of 7 March 1995, section 2',
    text: 'reprint as amended on 22 June 2018',
    url: 'https://kirchenrecht-braunschweig.de/document/33012',
    days: [REFORMATION_DAY],
  },
  {
    land: 'nw',
    title: 'North Rhine-Westphalia',
    law: 'Feiertagsgesetz NW of 23 April 1989, section 2',
    text: 'reprint as amended on 20 December 1994',
    url: 'https://justiz-nrw.wolterskluwer-online.de/browse/source/csh-da-filter%210adf8a2f-3a9f-4f3b-b051-5acccbcb48ae--WKDE_LTR_0000051300%23aa33095c2b063679a40de0afa1af666e',
    days: [CORPUS_CHRISTI, ALL_SAINTS],
  },
  {
    land: 'rp',
    title: 'Rhineland-Palatinate',
    law: 'Feiertagsgesetz (LFtG) of 15 July 1970, section 2',
    text: 'reprint',
    url: 'https://www.anwalt24.de/gesetze/lftg/2',
    days: [CORPUS_CHRISTI, ALL_SAINTS],
  },
  {
    land: 'sh',
    title: 'Schleswig-Holstein',
    law: 'Gesetz über Sonn- und Feiertage (SFTG) of 28 June 2004, section 2',
    text: 'law portal of the Land, as amended on 21 March 2018',
    url: 'http://www.gesetze-rechtsprechung.sh.juris.de/jportal/?quelle=jlink&query=FeiertG+SH+%C2%A7+2&psml=bsshoprod.psml&max=true',
    days: [REFORMATION_DAY],
  },
  {
    land: 'sl',
    title: 'Saarland',
    law: 'Feiertagsgesetz (SFG) of 18 February 1976, section 2',
    text: 'reprint as amended on 13 October 2015',
    url: 'http://www.kirchenrecht-ekir.de/document/2954',
    days: [CORPUS_CHRISTI, ASSUMPTION, ALL_SAINTS],
  },
  {
    land: 'sn',
    title: 'Saxony, Dresden',
    law: 'Gesetz über Sonn- und Feiertage (SächsSFG) of 10 November 1992, section 1',
    text: 'reprint; Corpus Christi counts in regions set by regulation, to which Dresden does not belong (from memory)',
    url: 'https://justiz-nrw.wolterskluwer-online.de/browse/document/1f7d3b14-2e0b-3b5d-b2a6-5af8dfb32abc',
    days: [REFORMATION_DAY, REPENTANCE_DAY],
  },
  {
    land: 'st',
    title: 'Saxony-Anhalt',
    law: 'Gesetz über die Sonn- und Feiertage (FeiertG LSA) of 25 August 2004, section 2',
    text: 'reprint of 2023',
    url: 'https://lexaris.de/book/version/documentflat/head/1310948',
    days: [EPIPHANY, REFORMATION_DAY],
  },
  {
    land: 'th',
    title: 'Thuringia, Erfurt',
    law: 'Thüringer Feier- und Gedenktagsgesetz (ThürFGtG) of 21 December 1994, section 2',
    text: 'reprint as amended on 19 March 2019; Corpus Christi counts only where it did in 1994, to which Erfurt does not belong (from memory)',
    url: 'http://kirchenrecht-ekm.de/document/9627',
    days: [CHILDRENS_DAY, REFORMATION_DAY],
  },
].map(({ land, title, law, text, url, days }) => ({
  id: `de-${land}`,
  title: `Germany, ${title}`,
  zone: 'Europe/Berlin',
  days: [...GERMANY, ...days],
  source: `${law}; office hours assumed`,
  years: yearsOfLand(land, {
    status: text === undefined ? 'draft' : 'derived',
    source: `${law}; ${text === undefined ? 'from memory, the law was not read here' : text}`,
    url: url ?? TABLE_OF_LAENDER,
    read: '2026-11-27',
  }),
}));

/** For 17 June 2028 in Berlin only a plan was found. */
function yearsOfLand(land, proof) {
  if (land !== 'be') return [{ ...WHOLE_SPAN, ...proof }];
  const planned = `${proof.source}; 17 June 2028 as a plan told by the press (tag24.de)`;
  return [
    { from: FIRST_YEAR, to: LAST_YEAR - 1, ...proof },
    { ...proof, from: LAST_YEAR, to: LAST_YEAR, status: 'draft', source: planned },
  ];
}
