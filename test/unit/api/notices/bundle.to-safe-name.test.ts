import { describe, expect, test } from '@jest/globals';
import { toAttachment, toSafeName } from '../../../../application/audit/bundle/file-name.js';

describe('toSafeName', () => {
  test.each([
    ['order.pdf', 'order.pdf'],
    ['../../etc/passwd', 'etc_passwd'],
    ['..\\..\\windows\\system32', 'windows_system32'],
    ['/abs', 'abs'],
    ['.htaccess', 'htaccess'],
    ['con', '_con'],
    ['CON.txt', '_CON.txt'],
    ['a\u0000b\r\nc', 'a_b_c'],
    ['\u202Egnp.exe', 'gnp.exe'],
    ['Verfügung.pdf', 'Verfugung.pdf'],
    ['...', 'file'],
    ['你好', 'file'],
    ['', 'file'],
  ])('turns %j into %j', (name, safe) => {
    expect(toSafeName(name)).toBe(safe);
  });

  test('keeps the extension of a long name', () => {
    const name = toSafeName(`${'x'.repeat(400)}.pdf`);
    expect(name.length).toBe(100);
    expect(name.endsWith('.pdf')).toBe(true);
  });
});

describe('toAttachment', () => {
  test('escapes quotes and line breaks in a name', () => {
    const header = toAttachment('a"; filename="b.html\r\nX-Evil: 1');
    expect(header).not.toMatch(/[\r\n]/);
    expect(header.match(/"/g)).toHaveLength(2);
  });

  test('keeps the real name in filename*', () => {
    expect(toAttachment('Verfügung 1.pdf')).toContain("filename*=UTF-8''Verf%C3%BCgung%201.pdf");
  });

  test('accepts a lone surrogate', () => {
    expect(toAttachment('\ud800.pdf')).toContain("UTF-8''_.pdf");
  });
});
