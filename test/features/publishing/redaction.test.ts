import { describe, expect, test } from '@jest/globals';
import { redact } from '../../../features/publishing/domain/redaction.js';

const left = (text: string) => redact(text).text;

describe('redaction of a document', () => {
  test('removes mail addresses, handles and telephone numbers, and lists what it removed', () => {
    const { text, redactions } = redact(
      'Write to asha.k@mail.example, tel. 022 2345 6789 or +91 98765 43210; see @asha_k.',
    );
    expect(text).toBe('Write to [redacted mail], tel. [redacted phone] or [redacted phone]; see [redacted handle].');
    expect(redactions).toEqual([
      { kind: 'mail', text: 'asha.k@mail.example' },
      { kind: 'handle', text: '@asha_k' },
      { kind: 'phone', text: '022 2345 6789' },
      { kind: 'phone', text: '+91 98765 43210' },
    ]);
  });

  test('removes names after titles in several languages, and after words of kinship', () => {
    expect(left('Shri Pranav Kumar, s/o Ravi Kumar, against Mrs. A. B. O’Neill.')).toBe(
      'Shri [redacted name], s/o [redacted name], against Mrs. [redacted name].',
    );
    expect(left('Frau Müller und Herrn Dr. Schmidt; Mme Dupont')).toBe(
      'Frau [redacted name] und Herrn [redacted name]. [redacted name]; Mme [redacted name]',
    );
  });

  test('removes numbers that identify a person or an account', () => {
    expect(left('Aadhaar 1234 5678 9012, PAN ABCDE1234F, SSN 123-45-6789, IBAN DE89 3704 0044 0532 0130 00')).toBe(
      'Aadhaar [redacted number], PAN [redacted number], SSN [redacted number], IBAN [redacted number]',
    );
  });

  test('leaves dates, sections, references and post addresses unchanged', () => {
    const text =
      'Order 12(34)/2021 of 2021-02-04 under section 69A: https://x.example/u/status/1356848231234567890, by 18:00 on 04/02/2021.';
    expect(redact(text)).toEqual({ text, redactions: [] });
  });

  test('removes a handle from a web address and keeps the rest', () => {
    expect(left('https://video.example/@someone/video/7')).toBe('https://video.example/[redacted handle]/video/7');
  });

  test('removes nothing more when applied twice', () => {
    const once = left('Shri Pranav Kumar, @asha, a@b.example, +91 98765 43210');
    expect(redact(once)).toEqual({ text: once, redactions: [] });
  });
});
