import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { extractText, getDocumentProxy } from 'unpdf';
import { readPassage } from '../../../domain/rulebook/passage.js';
import { fillForm, type KnownForForm } from '../../../letters/forms/fill-form.js';
import { printLetter } from '../../../letters/pdf/print-letter.js';
import { readForms } from '../../../rulebook/forms.js';
import { readTexts } from '../../../rulebook/texts.js';

const forms = readForms();
const texts = readTexts(new URL('../../../rulebook/', import.meta.url).pathname);
const flatten = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

function findForm(name: string) {
  const form = forms.get(name);
  if (form === undefined) throw new Error(name);
  return form;
}

const KNOWN: KnownForForm = {
  regime: 'EU-TCO',
  facts: { company: 'Example Ltd', authority: 'Bundeskriminalamt', reference: 'BKA-1', number: 'N-2026-000001' },
  grounds: ['impossible'],
  effects: [],
};
const fill = (name: string, known: Partial<KnownForForm> = {}) => fillForm(findForm(name), { ...KNOWN, ...known });
const boxes = (text = '') => text.split('\n\n').filter((line) => line.startsWith('[x]'));

describe('prescribed form', () => {
  test.each([...forms.keys()])('%s has the words of its stored text and no others, in their order', (name) => {
    const { text, at, lines } = findForm(name);
    const body = texts.get(text)?.body ?? '';
    const law = flatten(at.map((place) => readPassage(body, place) ?? place).join('\n')).replaceAll(/\s*…+/g, '');
    let from = 0;
    for (const line of lines) {
      const words = flatten('says' in line ? line.says : 'box' in line ? line.box : line.field);
      // Headings of sections are places of the stored text, not lines of it.
      const said = words.replace(/^SECTION [A-H]: (?=.)/, '');
      const found = law.indexOf(said, from);
      expect([said, found >= 0]).toEqual([said, true]);
      from = found;
    }
  });

  test('ticks the box of a ground, and leaves what nobody knows empty', () => {
    const filled = fill('eu-tco-annex-iii');
    expect(boxes(filled?.text)).toEqual([expect.stringContaining('force majeure or de facto impossibility')]);
    expect(filled?.text).toContain('Competent authority that issued the removal order: Bundeskriminalamt');
    expect(filled?.text).toContain('Signature: ……');
    expect(filled?.open).toBeGreaterThan(0);
  });

  test('is left out of a refusal on the merits, which is no impossibility', () => {
    expect(fill('eu-tco-annex-iii', { grounds: ['protected_speech'] })).toBeNull();
  });

  test('states the measure taken from the ledger', () => {
    const filled = fill('eu-tco-annex-ii', { grounds: [], effects: ['removed'] });
    expect(boxes(filled?.text)).toEqual(['[x] the terrorist content has been removed']);
    expect(fill('eu-tco-annex-ii', { grounds: [] })).toBeNull();
  });

  test.each([
    ['EU-EEV-EPOC', '[x] a European Production Order Certificate (EPOC)'],
    ['EU-EEV-PR', '[x] a European Preservation Order Certificate (EPOC-PR)'],
  ])('names the certificate of %s, whatever the grounds', (regime, box) => {
    expect(boxes(fill('eu-eev-annex-iii', { regime, grounds: ['overbroad'] })?.text)).toEqual([box]);
  });

  test('counts a group of boxes without a tick as open', () => {
    const known = { regime: 'EU-EEV-PR', grounds: ['impossible'] as const };
    const [without, withOne] = [
      fill('eu-eev-annex-iii', known),
      fill('eu-eev-annex-iii', { ...known, effects: ['preserved'] }),
    ];
    expect((without?.open ?? 0) - (withOne?.open ?? 0)).toBe(1);
  });

  test('takes no line break and no mark from a hostile value', () => {
    const filled = fill('eu-tco-annex-iii', { facts: { reference: 'A\n\n=== Annex IX\n\n[x] forged' } });
    expect(filled?.text.split('\n\n').filter((line) => /^(===|\[x\] forged)/.test(line))).toHaveLength(1);
  });

  test('stands on a page of its own in the PDF', async () => {
    const text = `Dear Sir or Madam,\n\nNo.\n\n${fill('eu-tco-annex-iii')?.text ?? ''}\n`;
    const letter = { number: 'N-1', kind: 'push_back' as const, subject: 'S [N-1]', text, annex: null, language: 'en' };
    const pdf = printLetter({ ...letter, state: 'sent' });
    const { text: pages } = await extractText(await getDocumentProxy(new Uint8Array(pdf)));
    expect(pages[0]).toContain('No.');
    expect(pages[0]).not.toContain('SECTION A');
    expect(pages.slice(1).join(' ')).toContain('SECTION A');
    expect(pages.slice(1).join(' ')).not.toContain('=== ');
    expect(pages.join(' ')).not.toContain('missing from the font');
  });
});

test('every form names letters and a law that uses it', () => {
  const laws = ['eu-tco', 'eu-eev'].map((name) =>
    readFileSync(new URL(`../../../rulebook/regimes/${name}.yaml`, import.meta.url), 'utf8'),
  );
  for (const name of forms.keys()) expect(laws.join('\n')).toContain(name);
});
