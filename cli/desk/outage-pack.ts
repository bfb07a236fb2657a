import type { Command } from 'commander';
import { html, page, UNLISTED, type Html } from '../../domain/html.js';
import type { PlatformAction } from '../../domain/targets/platform-action.js';
import { addCommand } from '../command.js';
import type { CliDeps } from '../deps.js';
import { UsageError } from '../exit.js';
import { option } from '../options.js';
import { listAll } from '../../sdk/http.js';
import { plural } from '../text.js';
import type { PackNotice } from '../view.js';
import { writeWhole } from '../write-whole.js';

export function addOutagePack(ops: Command, deps: CliDeps): void {
  addCommand<{ out?: string }>(ops, deps, {
    usage: 'outage-pack',
    summary: 'write the open notices to a printable file, for work by hand while the desk is out',
    role: 'ops',
    options: [option('--out <file>', 'HTML file to write; it is replaced as a whole')],
    examples: ['ops outage-pack --out /srv/outage/pack.html'],
    more: 'Run it on a schedule: the file holds what this key may read, as it was then. It is written with mode 0600.',
    async run({ desk, options: { out }, say }) {
      if (out === undefined) throw new UsageError('Give the file to write with --out FILE.');
      const { body: me } = await desk.get<{ person: { name: string } }>('/v1/me');
      const notices = await listAll<PackNotice>(desk, '/v1/ops/outage-pack');
      const made = { at: new Date(deps.nowMs()), by: me.person.name };
      await writeWhole(out, async (file) => void (await file.write(renderPack(notices, made))));
      say(`${out}: ${plural(notices.length, 'open notice')}`);
    },
  });
}

const DO: Record<PlatformAction, string> = {
  withhold: 'withhold in the countries named',
  remove: 'remove everywhere',
  label: 'label',
  preserve: 'preserve the data',
  restore: 'lift the restriction',
};

const PACK_STYLE = html`<style>
main { max-width: 60rem; }
article { padding-top: 1rem; margin-top: 1.5rem; }
.note td { height: 2.25rem; border: 1px solid #8a94a0; }
</style>`;

export function renderPack(notices: readonly PackNotice[], { at, by }: { at: Date; by: string }): string {
  const made = `Made at ${formatTime(at.toISOString(), 'UTC')} (UTC) for ${by}. What changed later is not in it.`;
  return page({
    title: 'Outage pack',
    head: html`${UNLISTED}${PACK_STYLE}`,
    body: html`<p><b>${plural(notices.length, 'open notice')}.</b> ${made}</p>${notices.map(renderNotice)}`,
  });
}

function renderNotice(notice: PackNotice): Html {
  const { number, subject, kind, secrecy, authority, law, stage, assignee, receivedAt, reference, clocks } = notice;
  const secret = secrecy === 'open' ? '' : ` (${secrecy})`;
  return html`<article>
<h2>${number} ${subject === '' ? spaced(kind) : subject}${secret}</h2>
<dl>
<dt>Authority</dt><dd>${authority.name}, ${authority.country}</dd>
<dt>Contacts</dt><dd>${formatContacts(authority.contacts)}</dd>
<dt>Reference</dt><dd>${reference}</dd>
<dt>Law</dt><dd>${law.name ?? law.id} (${law.id}, ${law.version})</dd>
<dt>Stage</dt><dd>${spaced(stage)}</dd>
<dt>Assigned to</dt><dd>${assignee ?? 'nobody'}</dd>
<dt>Received</dt><dd>${formatTime(receivedAt, 'UTC')} (UTC)</dd>
</dl>
<h3>Deadlines</h3>
<ul class="rows">${clocks.length === 0 ? html`<li>None runs.</li>` : clocks.map(renderClock)}</ul>
<h3>To do by hand</h3>
${renderToDo(notice)}
<h3>Done by hand: note here, then record it on the notice</h3>
<table class="note"><thead><tr><th>Targets</th><th>What was done</th><th>Who</th><th>When (zone)</th><th>Evidence</th></tr></thead>
<tbody>${[1, 2, 3].map(() => html`<tr><td></td><td></td><td></td><td></td><td></td></tr>`)}</tbody></table>
</article>`;
}

function renderClock({ kind, owner, basis, state, dueAt, zone }: PackNotice['clocks'][number]): Html {
  const due = dueAt === null ? 'paused' : `${formatTime(dueAt, zone)} (${zone})`;
  const facts = [owner === 'us' ? 'ours' : 'theirs', `by ${basis}`, ...(state === 'missed' ? ['missed'] : [])];
  return html`<li><b>${spaced(kind)}</b>: ${due}, ${facts.join(', ')}</li>`;
}

function renderToDo({ toDo, left }: PackNotice): Html {
  if (toDo.length === 0) return html`<p>Nothing is approved and not in force.</p>`;
  const rows = toDo.map(
    ({ no, type, locator, platformId, action, countries }) =>
      html`<tr><td class="number">${no}</td><td>${DO[action]}</td><td>${spaced(type)} ${locator}</td><td>${platformId}</td><td>${action === 'remove' ? 'everywhere' : countries.join(', ')}</td></tr>`,
  );
  return html`<table><thead><tr><th>No.</th><th>What to do</th><th>Target</th><th>Id on the platform</th><th>Countries</th></tr></thead>
<tbody>${rows}</tbody></table>${left === 0 ? null : html`<p><b>${plural(left, 'further target')} not listed.</b></p>`}`;
}

function formatContacts(contacts: PackNotice['authority']['contacts']): string {
  const lines = contacts.map(({ purpose, email, phone, office }) =>
    [`${purpose}:`, ...[office, email, phone].filter((part) => part !== undefined)].join(' '),
  );
  return lines.join('; ') || 'none in the directory';
}

function formatTime(at: string, timeZone: string): string {
  return new Date(at).toLocaleString('en-GB', { timeZone, dateStyle: 'full', timeStyle: 'short' });
}

const spaced = (code: string) => code.replaceAll('_', ' ');
