import { describe, expect, test } from '@jest/globals';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import writeXlsxFile from 'write-excel-file/node';
import { keepPicture, signIn } from '../../support/browser/a-browser.js';
import { violations } from '../../support/browser/axe.js';
import { eventually } from '../../support/eventually.js';
import { browser, desk } from './desk.js';

const PDF = 'application/pdf';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const print = (...lines: string[]): Buffer => NodeCompiler.create().pdf({ mainFileContent: lines.join('\n\n') });
const workbook = (rows: (string | null)[][]): Promise<Buffer> =>
  // oxlint-disable-next-line typescript/no-explicit-any -- its types know fewer forms
  (writeXlsxFile as any)(
    rows.map((row) => row.map((value) => (value === null ? null : { value, type: String }))),
  ).toBuffer();

const order = (reference: string) =>
  print(
    'Ministry of Electronics and Information Technology',
    `F. No. ${reference} #h(2cm) Dated: 4 February 2021 17:38 IST`,
    'CONFIDENTIAL',
    'Subject: Blocking of accounts',
    'Under section 69A of the Information Technology Act, 2000 read with rule 9, block them within 36 hours.',
  );

async function drop(page: Page, place: string, files: { name: string; mediaType: string; bytes: Buffer }[]) {
  const sent = files.map(({ bytes, ...file }) => ({ ...file, base64: bytes.toString('base64') }));
  const data = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const { name, mediaType, base64 } of all) {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type: mediaType }));
    }
    return transfer;
  }, sent);
  await page.locator('.drop', { hasText: place }).dispatchEvent('drop', { dataTransfer: data });
}

const listFiled = async (reference: string) =>
  (await desk.call('reviewer', 'GET', '/v1/notices?limit=200')).body.items.filter(
    (notice: { reference: string }) => notice.reference === reference,
  );

const openIntake = async () => {
  const opened = await signIn(browser, desk, { role: 'intake', path: '/intake' });
  await opened.page.getByRole('heading', { name: 'What was received' }).waitFor();
  return opened;
};
const whyNot = (page: Page) => page.locator('.panel-foot .why');

describe('intake form: dropped documents', () => {
  test('prefills the form, blocks filing until confirmed, survives a reload, and files once on a double press', async () => {
    const { page, press, faults, close } = await openIntake();
    await page.getByRole('textbox', { name: 'Subject', exact: true }).fill('My own words');
    await drop(page, 'Drop the order', [
      { name: 'order.pdf', mediaType: PDF, bytes: order('813/07/2021') },
      {
        name: 'annexure.xlsx',
        mediaType: XLSX,
        bytes: await workbook([
          ['Annexure A', null],
          ['Handle', 'Reason'],
          ['@one', 'first'],
          ['@two', 'second'],
        ]),
      },
    ]);
    await page.getByText('2 targets from annexure.xlsx').waitFor();
    expect(await page.getByRole('textbox', { name: 'Reference in the document', exact: true }).inputValue()).toBe(
      '813/07/2021',
    );
    expect(await page.getByRole('textbox', { name: 'Jurisdiction', exact: true }).inputValue()).toBe('IN');
    expect(await page.getByRole('radio', { name: /IN-69A-EMERG/, checked: true }).count()).toBe(1);
    expect(await page.getByRole('textbox', { name: 'Within', exact: true }).inputValue()).toBe('36 h');
    // Typed text stays; the document's words are offered beside it.
    expect(await page.getByRole('textbox', { name: 'Subject', exact: true }).inputValue()).toBe('My own words');
    await page.getByRole('button', { name: 'Subject: use Blocking of accounts' }).waitFor();
    await page
      .locator('[data-path="/reference"] .unchecked', { hasText: 'from order.pdf, page 1: F. No. 813/07/2021' })
      .waitFor();
    await keepPicture(page, 'intake-document');

    expect(await whyNot(page).textContent()).toMatch(
      /^First check what was read from the document: Reference in the document, /,
    );
    await press('Control+Enter');
    expect(await listFiled('813/07/2021')).toEqual([]);

    await page.getByRole('button', { name: 'Secrecy: remove' }).click();
    await page.getByRole('button', { name: 'Open', exact: true, pressed: true }).waitFor();
    await page.getByRole('button', { name: /^Reference in the document: correct/ }).click();
    await page.locator('[data-path="/reference"] .confirmed').waitFor();

    await page.locator('[role=status]', { hasText: /^Saved/ }).waitFor();
    await eventually(
      () => keptDocuments(page),
      (documents) => documents.some((kept) => kept.includes('/reference true')),
    );
    await page.reload();
    await page.locator('[data-path="/reference"] .confirmed').waitFor();
    expect(await page.getByRole('textbox', { name: 'Within', exact: true }).inputValue()).toBe('36 h');
    expect(await whyNot(page).textContent()).toContain('Law');

    await press('Control+Shift+Enter');
    await eventually(
      () => page.locator('.from-document.unchecked').count(),
      (count) => count === 0,
    );
    await page.getByRole('combobox', { name: 'Time zone of the times below' }).selectOption('Asia/Kolkata');
    await whyNot(page).waitFor({ state: 'detached' });
    await page.evaluate(() => {
      const button = [...document.querySelectorAll('button')].find(({ textContent }) =>
        textContent?.startsWith('File notice'),
      );
      button?.click();
      button?.click();
    });
    await page.getByRole('heading', { name: /is filed/ }).waitFor();
    const filed = await listFiled('813/07/2021');
    expect(filed).toHaveLength(1);
    const { body } = await desk.call('reviewer', 'GET', `/v1/notices/${filed[0].id}`);
    expect(body).toMatchObject({
      subject: 'My own words',
      issuedAt: '2021-02-04T12:08:00.000Z',
      regime: { id: 'IN-69A-EMERG' },
      authority: { id: 'in-meity' },
      authenticity: 'unverified',
      secrecy: { level: 'open' },
      counts: { targets: 2 },
    });
    expect(faults).toEqual([]);
    await close();
  });

  test('asks which day an ambiguous date means before anything is filed', async () => {
    const { page, close } = await openIntake();
    await drop(page, 'Drop the order', [
      { name: 'order.pdf', mediaType: PDF, bytes: print('Ref. 7/2021', 'Dated: 04/02/2021 17:38') },
    ]);
    const question = page.getByRole('group', { name: 'Which day is meant?' });
    await question.waitFor();
    expect(await page.getByRole('textbox', { name: 'Issued', exact: true }).inputValue()).toBe('04/02/2021 17:38');
    await question.getByRole('button').first().click();
    expect(await page.getByRole('textbox', { name: 'Issued', exact: true }).inputValue()).toBe('2021-02-04 17:38');
    expect(await page.locator('.from-document.unchecked', { hasText: '04/02/2021' }).count()).toBe(0);
    await close();
  });

  test('reports that a scanned PDF has no text', async () => {
    const { page, close } = await openIntake();
    await drop(page, 'Drop the order', [
      { name: 'scan.pdf', mediaType: PDF, bytes: print('#rect(width: 5cm, height: 5cm)') },
    ]);
    await page.getByText('No text in scan.pdf: it may be a scan.').waitFor();
    await page.getByRole('button', { name: 'Remove scan.pdf' }).click();
    await eventually(
      () => page.getByText('No text in scan.pdf').count(),
      (count) => count === 0,
    );
    await close();
  });
});

test('downloads the bad rows of a list, and clears them once they are corrected', async () => {
  const { page, close } = await openIntake();
  await drop(page, 'Drop a list', [
    {
      name: 'list.xlsx',
      mediaType: XLSX,
      bytes: await workbook([
        ['type', 'locator'],
        ['account', '@fine'],
        ['url', 'not a url'],
        ['planet', '@x'],
      ]),
    },
  ]);
  await page.getByText('2 rows with a problem').waitFor();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download 2 bad rows' }).click();
  const lines = readFileSync(await (await download).path(), 'utf8').split('\r\n');
  expect(lines).toEqual([
    'line,type,locator,note,reason',
    '3,url,not a url,,malformed_locator',
    expect.stringMatching(/^4,,,,.*planet.*is not a target type/),
    '',
  ]);
  await page.getByLabel('Target of row 2').fill('https://e.example/a');
  await page.getByText('1 row with a problem').waitFor();
  await close();
});

function keptDocuments(page: Page): Promise<string[][]> {
  return page.evaluate(
    () =>
      new Promise<string[][]>((resolve, reject) => {
        const request = indexedDB.open('notice-desk');
        request.addEventListener('error', () => reject(new Error('no storage')));
        request.addEventListener('success', () => {
          const all = request.result.transaction('drafts').objectStore('drafts').getAll();
          all.addEventListener('success', () =>
            resolve(
              all.result.map(({ document }: { document: { path: string; confirmed: boolean }[] }) =>
                document.map(({ path, confirmed }) => `${path} ${confirmed}`),
              ),
            ),
          );
        });
      }),
  );
}

describe('authority portal', () => {
  /**
   * A visitor from the authority, whose browser runs no scripts; the accessibility check needs them, in a second
   * window.
   */
  const visit = async () => {
    const options = { baseURL: desk.file().api, colorScheme: 'light' } as const;
    const context = await browser.newContext({ ...options, javaScriptEnabled: false });
    const checked = await browser.newContext({ ...options, bypassCSP: true });
    const [page, beside] = [await context.newPage(), await checked.newPage()];
    page.setDefaultTimeout(120_000);
    const look = async (name: string) => {
      await checked.clearCookies();
      await checked.addCookies(await context.cookies(page.url()));
      await beside.goto(page.url());
      for (const width of [1200, 360]) {
        await page.setViewportSize({ width, height: 800 });
        await beside.setViewportSize({ width, height: 800 });
        await beside.emulateMedia({ colorScheme: width === 360 ? 'dark' : 'light' });
        expect([name, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([name, width]);
        await keepPicture(page, `portal-${name}-${width}`);
        expect([name, await violations(beside)]).toEqual([name, []]);
      }
    };
    return { page, look, close: async () => void (await Promise.all([context.close(), checked.close()])) };
  };

  const linkMailed = async () =>
    eventually(
      async () => {
        const { items } = (await desk.call('ops', 'GET', '/v1/outbox?limit=50')).body;
        const texts: string[] = items.map(({ text }: { text: string }) => text);
        return texts.flatMap((text) => /\/portal\/open\?token=\S+/.exec(text)?.[0] ?? [])[0] ?? '';
      },
      (link) => link !== '',
    );

  test('works without scripts from the sign-in link to receipt, letter, answer and withdrawal', async () => {
    const { page, look, close } = await visit();
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    await page.goto('/portal');
    await look('ask');
    await page.getByLabel('Mail address').fill('in-meity@authority.example');
    await press('Send link');
    await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
    const link = await linkMailed();
    await page.goto(link);
    await look('open');
    await press('Open the portal');
    await page.getByRole('link', { name: 'File a notice' }).first().click();
    await look('new');
    await page.getByLabel('Kind of notice').selectOption('blocking_order');
    await page.getByLabel('Subject').fill('Blocking of four accounts');
    await page.getByLabel('Your reference').fill('PORTAL/1');
    await page.getByLabel('Items, one per line').fill('@portal1\n@portal2');
    const list = await workbook([
      ['type', 'locator'],
      ['account', '@portal3'],
      ['account', '@portal4'],
    ]);
    await page.getByLabel('List of items (file)').setInputFiles({ name: 'list.xlsx', mimeType: XLSX, buffer: list });
    await page.getByLabel('Documents').setInputFiles({ name: 'order.pdf', mimeType: PDF, buffer: order('PORTAL/1') });
    await press('File notice');
    await page.getByRole('heading', { name: /^Receipt R-/ }).waitFor();
    expect(await page.getByRole('listitem').allTextContents()).toEqual([
      expect.stringContaining('list.xlsx'),
      expect.stringContaining('order.pdf'),
    ]);
    await look('receipt');
    const [notice] = await listFiled('PORTAL/1');
    expect(notice).toMatchObject({ authenticity: 'channel_verified', counts: { targets: 4 } });
    await page.getByRole('link', { name: notice.number }).click();
    await eventually(
      async () => {
        await page.reload();
        return page.getByRole('link', { name: 'Acknowledgement (PDF)' }).count();
      },
      (count) => count === 1,
    );
    await look('notice');
    await page.getByLabel('Your message').fill('The third one first, please.');
    await press('Send');
    await page.getByRole('link', { name: notice.number }).click();
    await page.getByRole('link', { name: 'Withdraw this notice' }).click();
    await look('withdraw');
    await press(`Withdraw ${notice.number}`);
    await page.getByRole('heading', { name: /^Receipt R-/ }).waitFor();
    await page.getByRole('link', { name: 'Your notices' }).click();
    await page.getByText('Withdrawn').waitFor();
    await look('list');
    await page.goto('/portal/notices/N-2020-000001');
    await look('nothing');
    await press('Sign out');
    await page.goto(`/portal/notices/${notice.number}`);
    await look('signed-out');
    await page.goto(link);
    await page.getByRole('heading', { name: 'This link does not work' }).waitFor();
    await close();
  });
});
