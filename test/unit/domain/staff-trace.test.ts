import { describe, expect, test } from '@jest/globals';
import { findStaffTrace } from '../../../domain/letters/staff-trace.js';

const STAFF = [
  { name: 'Asha Rao', email: 'asha.rao@platform.example' },
  { name: 'José Álvarez', email: 'jose@platform.example' },
  { name: 'Counsel', email: 'counsel@platform.example' },
];

describe('findStaffTrace', () => {
  test.each([
    ['Ask Asha Rao about it.', 'Asha Rao'],
    ['ASHA   RAO,', 'Asha Rao'],
    ['Yours, Jose Alvarez', 'José Álvarez'],
    ['Write to Asha.Rao@platform.example', 'asha.rao@platform.example'],
    ['Call +91 80 4567 8901 at night', '+91 80 4567 8901'],
    ['Tel. 080-45678901', 'Tel. 080-45678901'],
    ['my mobile: 98450 12345', 'mobile: 98450 12345'],
  ])('finds a trace of a staff member: %s', (text, trace) => {
    expect(findStaffTrace(text, STAFF)).toBe(trace);
  });

  test.each([
    ['Our counsel has read the direction of 4 February 2021.'],
    ['Section 69A(1), rule 9(3), F. No. 11(1)/2021-CL-1204567, 2021-02-04 18:00'],
    ['The cell 12 of the annex; 1178 items; item 12345678901'],
    ['Asha Raoul and the firm Rao'],
    ['https://social.example/status/1357912345678901'],
    [''],
  ])('finds no trace of a staff member: %s', (text) => {
    expect(findStaffTrace(text, STAFF)).toBeNull();
  });
});
