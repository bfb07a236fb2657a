import { describe, expect, test } from '@jest/globals';
import { book, listDues, isInForce, openVersion, received, splitAtMidnight, utc } from '../../support/received.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function hours(id: string, atMs: number, kind = 'comply'): number[] {
  return received(id, atMs)
    .clocks.filter(({ clock }) => clock.kind === kind && clock.owner === 'us')
    .map(({ clock }) => ((clock.dueAtMs ?? Number.NaN) - atMs) / HOUR);
}

describe('cut-overs: India, IT Rules 2021', () => {
  const shorter = splitAtMidnight('2026-02-20T00:00:00+05:30');
  const senior = splitAtMidnight('2025-11-15T00:00:00+05:30');

  test('give 36 hours to an order received up to 19 February 2026 in India, and 3 hours from midnight on', () => {
    const old = received('IN-ITR-3-1-D', '2026-02-19T23:59:59.999+05:30');
    expect(listDues(old, 'comply')).toEqual([utc('2026-02-21T11:59:59.999+05:30')]);
    const renewed = received('IN-ITR-3-1-D', '2026-02-20T00:00:00.000+05:30');
    expect(listDues(renewed, 'comply')).toEqual([utc('2026-02-20T03:00:00.000+05:30')]);
  });

  test('record the older version and the reason for an order received at 23:50 on 19 February 2026', () => {
    const { clocks } = received('IN-ITR-3-1-D', '2026-02-19T23:50:00+05:30');
    const receipt = clocks.find(({ clock }) => clock.kind === 'comply')?.receipt;
    expect(receipt?.regime).toEqual({ id: 'IN-ITR-3-1-D', version: '2025-11-15' });
    expect(receipt?.source).toContain('36 hours');
    expect(receipt?.facts).toEqual({ received: '2026-02-19T18:20:00.000Z' });
  });

  test('are decided by the local date in India, not that of the sender or of UTC', () => {
    expect(hours('IN-ITR-3-1-D', Date.parse('2026-02-19T18:29:59.999Z'))).toEqual([36]);
    expect(hours('IN-ITR-3-1-D', Date.parse('2026-02-19T18:30:00.000Z'))).toEqual([3]);
    expect(hours('IN-ITR-3-1-D', Date.parse('2026-02-19T10:30:00.000-08:00'))).toEqual([3]);
  });

  test('keep the hours of the version of receipt even if they end after the cut-over', () => {
    const [due] = listDues(received('IN-ITR-3-1-D', shorter.before), 'comply');
    expect(Date.parse(due ?? '')).toBe(shorter.before + 36 * HOUR);
  });

  test.each([
    ['an intimate image has 24 hours, then 2', 'IN-ITR-3-2-B', 'comply', 24, 2],
    ['a grievance has 15 days, then 7', 'IN-ITR-3-2-A', 'decide', 15 * 24, 7 * 24],
    ['an urgent grievance has 72 hours, then 36', 'IN-ITR-3-2-A-URGENT', 'decide', 72, 36],
  ])('change at the same midnight: %s', (_, id, kind, before, after) => {
    expect(hours(id, shorter.before, kind)).toEqual([before]);
    expect(hours(id, shorter.from, kind)).toEqual([after]);
  });

  test('leave 24 hours to acknowledge a grievance before and after', () => {
    expect(hours('IN-ITR-3-2-A', shorter.before, 'acknowledge')).toEqual([24]);
    expect(hours('IN-ITR-3-2-A', shorter.from, 'acknowledge')).toEqual([24]);
  });

  test('require a senior signer only for orders received from 15 November 2025 on', () => {
    const old = received('IN-ITR-3-1-D', senior.before).law;
    expect(old.version).toBe('2021-02-25');
    expect(old.contents).toEqual([]);
    const { law } = received('IN-ITR-3-1-D', senior.from);
    expect(law.version).toBe('2025-11-15');
    expect(law.contents.map(({ id }) => id)).toEqual(['signer-rank', 'legal-basis', 'unlawful-act', 'exact-address']);
    expect(law.whoMayOrder.map(({ rank }) => rank).join('; ')).toContain('Joint Secretary or above');
  });

  test('leave the 36 hours unchanged when the required rank changed on 15 November 2025', () => {
    expect([hours('IN-ITR-3-1-D', senior.before), hours('IN-ITR-3-1-D', senior.from)]).toEqual([[36], [36]]);
  });

  test('start no clock at any time for the 2026 draft on binding advisories', () => {
    for (const year of [2020, 2026, 2030]) expect(book.regimeAt('IN-ITR-3-4', Date.UTC(year, 5, 1))).toBeUndefined();
  });
});

describe('cut-overs: India, section 69A orders of February 2021', () => {
  test('give the emergency direction of 31 January 2021 two hours to acknowledge and 48 to the committee', () => {
    const issuedAtMs = Date.parse('2021-01-31T18:00:00+05:30');
    const opened = received('IN-69A-EMERG', '2021-01-31T18:40:00+05:30', { issuedAtMs });
    expect(opened.law.version).toBe('2009-10-27');
    expect(listDues(opened, 'acknowledge')).toEqual([utc('2021-01-31T20:40:00+05:30')]);
    expect(listDues(opened, 'authority', 'authority')).toEqual([utc('2021-02-02T18:00:00+05:30')]);
    expect(listDues(opened, 'comply')).toEqual([]);
    expect(opened.problems).toEqual([]);
  });

  test('run the default time, labelled as such, for the order of 4 February 2021 that says "immediately"', () => {
    const issuedAtMs = Date.parse('2021-02-04T11:00:00+05:30');
    const ordered = { immediately: true as const, confirmed: true, enteredBy: 'p1' };
    const opened = received('IN-69A-EMERG', '2021-02-04T12:00:00+05:30', { issuedAtMs }, { ordered });
    const comply = opened.clocks.filter(({ clock }) => clock.kind === 'comply');
    expect(comply).toHaveLength(1);
    expect(comply[0]?.clock).toMatchObject({ basis: 'policy', dueAtMs: Date.parse('2021-02-04T13:00:00+05:30') });
    expect(listDues(opened, 'authority', 'authority')).toEqual([utc('2021-02-06T11:00:00+05:30')]);
  });

  test('start no 36-hour clock three weeks before the IT Rules 2021 are in force', () => {
    const { before, from } = splitAtMidnight('2021-02-25T00:00:00+05:30');
    expect(isInForce('IN-ITR-3-1-D', Date.parse('2021-02-04T12:00:00+05:30'))).toBe(false);
    expect([isInForce('IN-ITR-3-1-D', before), isInForce('IN-ITR-3-1-D', from)]).toEqual([false, true]);
  });

  test.each([
    ['47 hours off is too soon', 47, 'lapsed', 1],
    ['48 hours off is soon enough', 48, 'met', 0],
  ])('check the floor of the normal procedure: a hearing %s', (_, away, state, undercut) => {
    const at = Date.parse('2021-02-08T10:00:00+05:30');
    const opened = received('IN-69A-NORMAL', at, { hearingAtMs: at + away * HOUR });
    expect(opened.clocks.find(({ clock }) => clock.form === 'floor')?.clock.state).toBe(state);
    expect(opened.undercut).toHaveLength(undercut);
  });
});

describe('cut-overs: Germany, from the NetzDG to the Digital Services Act', () => {
  const { before, from } = splitAtMidnight('2024-05-14T00:00:00+02:00');

  test('give a complaint received in the last millisecond of 13 May 2024 24 hours or 7 days', () => {
    expect(hours('DE-NETZDG', before)).toEqual([24]);
    expect(hours('DE-NETZDG-OTHER', before)).toEqual([7 * 24]);
    expect(hours('DE-NETZDG-INFO', before, 'reply')).toEqual([48]);
  });

  test('end the NetzDG one millisecond later, and propose Article 9 instead', () => {
    for (const id of ['DE-NETZDG', 'DE-NETZDG-OTHER', 'DE-NETZDG-INFO'])
      expect(book.regimeAt(id, from)).toBeUndefined();
    const proposed = book.proposeRegime({ jurisdiction: 'DE', kind: 'removal_order', authorityId: 'de-bnetza' });
    expect([proposed, book.regimeAt(proposed, from)?.status]).toEqual(['EU-DSA-9', 'in_force']);
  });
});

describe('cut-overs: Türkiye, Law 5651 after the Constitutional Court', () => {
  const { before, from } = splitAtMidnight('2024-10-10T00:00:00+03:00');

  test('end the four hours of article 9 after the last millisecond of 9 October 2024', () => {
    expect(hours('TR-5651-9', before)).toEqual([4]);
    expect(book.regimeAt('TR-5651-9', from)).toBeUndefined();
  });

  test('remove the authority’s own power under article 8, and keep its four hours', () => {
    const [old, renewed] = [received('TR-5651-8', before).law, received('TR-5651-8', from).law];
    expect([old.status, renewed.status]).toEqual(['in_force', 'partly_annulled']);
    expect(old.whoMayOrder[0]?.who).toContain('BTK');
    expect(renewed.whoMayOrder[0]?.who).not.toContain('BTK');
    expect([hours('TR-5651-8', before), hours('TR-5651-8', from)]).toEqual([[4], [4]]);
  });

  test('require an urgent order to reach a judge in 24 hours and be ruled upon in 48', () => {
    const issuedAtMs = Date.parse('2026-03-02T09:00:00+03:00');
    expect(listDues(received('TR-5651-8A', issuedAtMs + HOUR, { issuedAtMs }), 'authority', 'authority')).toEqual([
      utc('2026-03-03T09:00:00+03:00'),
      utc('2026-03-04T09:00:00+03:00'),
    ]);
  });

  test('add the hour of the largest networks to the four hours of an urgent order on 1 November 2026', () => {
    const cut = splitAtMidnight('2026-11-01T00:00:00+03:00');
    expect([hours('TR-5651-8A', cut.before), hours('TR-5651-8A', cut.from)]).toEqual([[4], [1]]);
    expect(hours('TR-5651-8', cut.from)).toEqual([4]);
  });

  test('deem a fine e-mailed abroad served at the end of the fifth day after sending', () => {
    const issuedAtMs = Date.parse('2026-03-02T16:20:00+03:00');
    const decide = received('TR-5651-FINE', issuedAtMs, { issuedAtMs }).clocks.find(
      ({ clock }) => clock.kind === 'decide',
    );
    expect(decide?.clock.startsAtMs).toBe(Date.parse('2026-03-08T00:00:00+03:00'));
    expect(decide?.receipt.working.join('\n')).toContain('Deemed served at 2026-03-07T21:00:00.000Z');
  });
});

describe('cut-overs: Kenya, three provisions', () => {
  const began = splitAtMidnight('2025-11-04T00:00:00+03:00');
  const judged = splitAtMidnight('2026-07-02T00:00:00+03:00');

  test('start no section 27 clock while it is suspended, and partly restore it after the judgment', () => {
    expect(book.regimeAt('KE-CMCA-27', began.before)).toBeUndefined();
    expect(book.regimeAt('KE-CMCA-27', began.from)).toBeUndefined();
    expect(book.regimeAt('KE-CMCA-27', judged.before)).toBeUndefined();
    expect(book.regimeAt('KE-CMCA-27', judged.from)?.status).toBe('partly_annulled');
  });

  test('mark the committee’s power to block as annulled by the judgment', () => {
    expect(book.regimeAt('KE-CMCA-6', judged.before)?.status).toBe('annulled');
    expect(book.regimeAt('KE-CMCA-6', judged.from)).toBeUndefined();
  });

  test('keep removal by court order in force before and after the judgment', () => {
    expect(book.regimeAt('KE-CMCA-46A', began.before)).toBeUndefined();
    expect(book.regimeAt('KE-CMCA-46A', began.from)?.status).toBe('in_force');
    expect(book.regimeAt('KE-CMCA-46A', judged.before)?.status).toBe('in_force');
    expect(book.regimeAt('KE-CMCA-46A', judged.from)?.status).toBe('in_force');
  });
});

describe('cut-overs: Brazil, case law and elections', () => {
  test('change the reading of article 19 on 26 June 2025, while the judge still sets the time', () => {
    const { before, from } = splitAtMidnight('2025-06-26T00:00:00-03:00');
    expect(received('BR-MCI19', before).law.version).toBe('2014-06-23');
    const { law } = received('BR-MCI19', from);
    expect(law.version).toBe('2025-06-26');
    expect(law.summary).toContain('private notice');
    expect([hours('BR-MCI19', before), hours('BR-MCI19', from)]).toEqual([[], []]);
  });

  test.each([
    ['the run-off of 30 October 2022', '2022-10-28T00:00:00-03:00', '2022-11-03T00:00:00-03:00'],
    ['the first round of 4 October 2026', '2026-10-02T00:00:00-03:00', '2026-10-08T00:00:00-03:00'],
    ['the run-off of 25 October 2026', '2026-10-23T00:00:00-03:00', '2026-10-29T00:00:00-03:00'],
  ])('give an electoral order two hours, but one from two days before to three days after %s', (_, first, end) => {
    const [opens, closes] = [splitAtMidnight(first), splitAtMidnight(end)];
    expect(hours('BR-TSE-23714', opens.before)).toEqual([2]);
    expect(hours('BR-TSE-23714', opens.from)).toEqual([1]);
    expect(hours('BR-TSE-23714', closes.before)).toEqual([1]);
    expect(hours('BR-TSE-23714', closes.from)).toEqual([2]);
  });

  test('apply the election-day hour by the service of the order, not by its receipt', () => {
    const servedAtMs = Date.parse('2026-10-01T23:30:00-03:00');
    const opened = received('BR-TSE-23714', '2026-10-02T00:30:00-03:00', { servedAtMs });
    expect(listDues(opened, 'comply')).toEqual([utc('2026-10-02T01:30:00-03:00')]);
  });

  test('require immediate removal of synthetic content by the rules of 2 March 2026 only around a vote', () => {
    const { before, from } = splitAtMidnight('2026-03-02T00:00:00-03:00');
    expect([isInForce('BR-TSE-2026', before), isInForce('BR-TSE-2026', from)]).toEqual([false, true]);
    const around = [
      splitAtMidnight('2026-10-01T00:00:00-03:00'),
      splitAtMidnight('2026-10-06T00:00:00-03:00'),
    ] as const;
    expect(around.map(({ before: atMs }) => hours('BR-TSE-2026', atMs))).toEqual([[], [1]]);
    expect(around.map(({ from: atMs }) => hours('BR-TSE-2026', atMs))).toEqual([[1], []]);
  });

  test.each([
    ['undercuts the floor with 23 hours', 23, 1],
    ['keeps the floor with 24 hours', 24, 0],
  ])('check the 24-hour floor of article 38: an order %s', (_, length, undercut) => {
    const ordered = { withinSeconds: length * 3600, confirmed: true, enteredBy: null };
    expect(received('BR-TSE-38', '2026-08-20T10:00:00-03:00', {}, { ordered }).undercut).toHaveLength(undercut);
  });
});

describe('cut-overs: European Union, e-Evidence from 18 August 2026', () => {
  const { before, from } = splitAtMidnight('2026-08-18T00:00:00+02:00');

  test.each(['EU-EEV-EPOC', 'EU-EEV-EPOC-EMERG', 'EU-EEV-PR'])(
    'put %s into force from that midnight in Brussels',
    (id) => {
      expect([isInForce(id, before), isInForce(id, from)]).toEqual([false, true]);
    },
  );

  test('give ten days to hand over data, eight hours in an emergency, with clocks that may be paused', () => {
    expect(hours('EU-EEV-EPOC', from)).toEqual([240]);
    expect(hours('EU-EEV-EPOC-EMERG', from)).toEqual([8]);
    for (const id of ['EU-EEV-EPOC', 'EU-EEV-EPOC-EMERG']) {
      expect(received(id, from).clocks.find(({ clock }) => clock.kind === 'comply')?.clock.mayPause).toBe(true);
    }
  });

  test('extend sixty days of preservation that would end on a Saturday to the Monday', () => {
    // Sixty days from Tuesday 18 August 2026 is Saturday 17 October.
    expect(listDues(received('EU-EEV-PR', '2026-08-18T09:30:00+02:00'), 'preserve')).toEqual([
      utc('2026-10-20T00:00:00+02:00'),
    ]);
  });
});

describe('cut-overs: European Union, terrorist content', () => {
  test('give an order from 7 June 2022 one hour, a challenge 48 hours and the home authority 72', () => {
    const { before, from } = splitAtMidnight('2022-06-07T00:00:00+02:00');
    expect([isInForce('EU-TCO', before), isInForce('EU-TCO', from)]).toEqual([false, true]);
    expect(hours('EU-TCO', from)).toEqual([1]);
    expect(hours('EU-TCO', from, 'challenge')).toEqual([48]);
    expect(listDues(received('EU-TCO', from), 'authority', 'authority')).toEqual([utc('2022-06-10T00:00:00+02:00')]);
  });

  test('add the French court remedy, and keep the one hour of the Regulation', () => {
    const at = Date.parse('2026-05-04T10:00:00+02:00');
    expect(hours('FR-TCO', at)).toEqual([1]);
    expect(hours('FR-TCO', at, 'challenge')).toEqual([48]);
    const courtConfirmedAtMs = at + 5 * DAY;
    expect(listDues(received('FR-TCO', at, { courtConfirmedAtMs }), 'challenge')).toContain(
      utc('2026-05-19T10:00:00+02:00'),
    );
  });
});

describe('cut-overs: United States, TAKE IT DOWN Act from 19 May 2026', () => {
  test('give a request 48 hours from that midnight, and not a millisecond earlier', () => {
    const { before, from } = splitAtMidnight('2026-05-19T00:00:00-04:00');
    expect([isInForce('US-TIDA', before), isInForce('US-TIDA', from)]).toEqual([false, true]);
    expect(hours('US-TIDA', from)).toEqual([48]);
  });

  test('require restoration within fourteen business days of a counter-notice, federal holidays not counted', () => {
    // From Thursday 5 November 2026: Veterans Day on the 11th and Thanksgiving on the 26th do not count.
    expect(listDues(received('US-DMCA-COUNTER', '2026-11-05T15:00:00-05:00'), 'reinstate')).toEqual([
      utc('2026-11-28T00:00:00-05:00'),
    ]);
  });
});

describe('cut-overs: Viet Nam, two laws for one order', () => {
  const decree = splitAtMidnight('2024-12-25T00:00:00+07:00');
  const law = splitAtMidnight('2026-07-01T00:00:00+07:00');

  test('give 24 hours under Decree 147 from 25 December 2024', () => {
    expect([isInForce('VN-147', decree.before), isInForce('VN-147', decree.from)]).toEqual([false, true]);
    expect(hours('VN-147', decree.from)).toEqual([24]);
    expect(hours('VN-147-COMPLAINT', decree.from)).toEqual([48]);
  });

  test('add the Cybersecurity Law on 1 July 2026: 6 hours for urgent removal, 3 for urgent data', () => {
    expect([isInForce('VN-CSL25', law.before), isInForce('VN-CSL25', law.from)]).toEqual([false, true]);
    expect(received('VN-147', law.before).law.alongside).toEqual([]);
    expect(received('VN-147', law.from).law.alongside).toEqual(['VN-CSL25']);
    expect(hours('VN-CSL25-URGENT', law.from)).toEqual([6]);
    expect(hours('VN-CSL25-DATA', law.from)).toEqual([24]);
    expect(hours('VN-CSL25-DATA-URGENT', law.from)).toEqual([3]);
  });

  test('run only the stricter clock of the two laws', () => {
    expect(hours('VN-147', law.from)).toEqual([24]);
    expect(hours('VN-CSL25-URGENT', law.from)).toEqual([6]);
    const relaxed = received('VN-CSL25-URGENT', law.from).law;
    const slower = relaxed.clocks.map((clock) =>
      clock.kind === 'comply' && clock.counting ? { ...clock, counting: { ...clock.counting, amount: 30 } } : clock,
    );
    const opened = openVersion({ ...relaxed, clocks: slower }, { receivedAtMs: law.from });
    expect(listDues(opened, 'comply')).toEqual([utc('2026-07-02T00:00:00+07:00')]);
  });
});

describe('cut-overs: Thailand, one time for all', () => {
  test.each([
    ['7 days for false data', 'TH-CCA-14-1', 7 * 24],
    ['24 hours for terrorism', 'TH-CCA-14-2-3', 24],
    ['3 days for obscene data', 'TH-CCA-14-4', 3 * 24],
  ])('change to 24 hours for all on 25 December 2022: %s', (_, id, before) => {
    const cutOver = splitAtMidnight('2022-12-25T00:00:00+07:00');
    expect(hours(id, cutOver.before)).toEqual([before]);
    expect(hours(id, cutOver.from)).toEqual([24]);
  });

  test('give 24 hours for scams from 5 July 2025', () => {
    const { before, from } = splitAtMidnight('2025-07-05T00:00:00+07:00');
    expect([isInForce('TH-ETC-2025', before), isInForce('TH-ETC-2025', from)]).toEqual([false, true]);
    expect(hours('TH-ETC-2025', from)).toEqual([24]);
  });
});

describe('cut-overs: Acts of 2026', () => {
  test('apply Singapore’s Online Safety Commissioner directions from 29 June 2026, in their own time', () => {
    const { before, from } = splitAtMidnight('2026-06-29T00:00:00+08:00');
    expect([isInForce('SG-OSRAA', before), isInForce('SG-OSRAA', from)]).toEqual([false, true]);
    expect(hours('SG-OSRAA', from)).toEqual([]);
  });

  test('give a report in Malaysia from 1 January 2026 one hour to acknowledge and twelve to assess', () => {
    const { before, from } = splitAtMidnight('2026-01-01T00:00:00+08:00');
    for (const id of ['MY-ONSA-S25', 'MY-ONSA-PRIORITY', 'MY-ONSA-OTHER', 'MY-ONSA-QUERY']) {
      expect([isInForce(id, before), isInForce(id, from)]).toEqual([false, true]);
    }
    expect(hours('MY-ONSA-PRIORITY', from, 'acknowledge')).toEqual([1]);
    expect(hours('MY-ONSA-PRIORITY', from, 'decide')).toEqual([12]);
    expect(received('MY-ONSA-S25', from).law.userNotice?.rule).toBe('required');
  });

  test('apply court-confirmed removal in Korea from 7 July 2026, and end correction requests on 1 October 2025', () => {
    const { before, from } = splitAtMidnight('2026-07-07T00:00:00+09:00');
    expect([isInForce('KR-NA26', before), isInForce('KR-NA26', from)]).toEqual([false, true]);
    const ended = splitAtMidnight('2025-10-01T00:00:00+09:00');
    expect(hours('KR-KCSC', ended.before, 'challenge')).toEqual([15 * 24]);
    expect(book.regimeAt('KR-KCSC', ended.from)).toBeUndefined();
  });

  test('give the UK weapons notice 48 hours, provisionally, from the day after it was last known not to have begun', () => {
    const { before, from } = splitAtMidnight('2026-07-05T00:00:00+01:00');
    expect([isInForce('UK-CPA26', before), isInForce('UK-CPA26', from)]).toEqual([false, true]);
    expect(hours('UK-CPA26', from)).toEqual([48]);
    expect(hours('UK-CPA26', from, 'inform')).toEqual([48]);
    expect(book.regimeAt('UK-CPA26', from)?.inForce.provision?.unsure).toEqual(expect.any(String));
    const notice = { jurisdiction: 'GB', kind: 'removal_order', authorityId: 'uk-police' } as const;
    expect(book.proposeRegime(notice)).toBe('POLICY-DEFAULT');
    expect(book.proposeRegime({ ...notice, text: 'A listing of zombie knives' })).toBe('UK-CPA26');
  });

  test('count a UK constable’s two working days past Good Friday and Easter Monday', () => {
    // Served on Maundy Thursday 2 April 2026: Tuesday the 7th is the first working day, Wednesday the second.
    expect(listDues(received('UK-TACT06', '2026-04-02T12:00:00+01:00'), 'comply')).toEqual([
      utc('2026-04-09T00:00:00+01:00'),
    ]);
  });
});

describe('cut-overs: Australia, tribunal renamed on 14 October 2024', () => {
  test('keep 24 hours and 28 days, and change the review tribunal at midnight in Sydney', () => {
    const { before, from } = splitAtMidnight('2024-10-14T00:00:00+11:00');
    const remedy = (atMs: number) =>
      received('AU-OSA', atMs)
        .law.remedies.map(({ text }) => text)
        .join();
    expect(remedy(before)).toContain('Administrative Appeals Tribunal');
    expect(remedy(from)).toContain('Administrative Review Tribunal');
    for (const atMs of [before, from]) {
      expect(hours('AU-OSA', atMs)).toEqual([24]);
      expect(hours('AU-OSA', atMs, 'challenge')).toEqual([28 * 24]);
    }
  });
});

describe('cut-overs: Pakistan, rules of 2021 in place of those of 2020', () => {
  test('change 24 hours to 48, and 6 to 12 in an emergency, on 13 October 2021', () => {
    const { before, from } = splitAtMidnight('2021-10-13T00:00:00+05:00');
    expect([hours('PK-RULES20', before), hours('PK-RULES20-EMERG', before)]).toEqual([[24], [6]]);
    expect([hours('PK-RBOC21', from), hours('PK-RBOC21-EMERG', from)]).toEqual([[48], [12]]);
    expect([book.regimeAt('PK-RULES20', from), book.regimeAt('PK-RULES20-EMERG', from)]).toEqual([
      undefined,
      undefined,
    ]);
    expect([isInForce('PK-RBOC21', before), isInForce('PK-RBOC21-EMERG', before)]).toEqual([false, false]);
  });
});

describe('cut-overs: France, OFAC requests since 23 May 2024', () => {
  test('keep 24 hours, and let the clock pause for missing information', () => {
    const { before, from } = splitAtMidnight('2024-05-23T00:00:00+02:00');
    expect([hours('FR-LCEN-6-1', before), hours('FR-LCEN-6-1', from)]).toEqual([[24], [24]]);
    const mayPause = (atMs: number) =>
      received('FR-LCEN-6-1', atMs).clocks.find(({ clock }) => clock.kind === 'comply')?.clock.mayPause;
    expect([mayPause(before), mayPause(from)]).toEqual([false, true]);
  });
});

describe('cut-overs: Brazil, content that violates the rights of children since 17 March 2026', () => {
  test('run no clock of law, as the law sets no hours, and use the default time', () => {
    const { from } = splitAtMidnight('2026-03-17T00:00:00-03:00');
    const { law, clocks } = received('BR-ECA-29', from);
    expect(law.silent?.length).toMatchObject({ id: 'Lei 15.211, 17 September 2025', read: '2026-11-30' });
    expect(clocks.filter(({ clock }) => clock.basis === 'law')).toEqual([]);
  });
});
