/** The script of the outbox page. Mails are hostile: everything is put into the page as text, never as markup. */
export const OUTBOX_SCRIPT = `'use strict';
const byId = (id) => document.getElementById(id);
let cursor = null;
let shown = 0;

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function mailElement(mail) {
  const details = document.createElement('details');
  const to = mail.envelope.to.join(', ');
  details.append(element('summary', mail.receivedAt + '  ' + to + '  ' + (mail.subject || '(no subject)')));
  details.append(element('p', 'From ' + mail.envelope.from + ', Message-ID ' + (mail.messageId || 'none')));
  details.append(element('pre', mail.text || mail.raw));
  return details;
}

async function load(key) {
  byId('state').textContent = 'Asking...';
  const query = new URLSearchParams({ limit: '50' });
  if (cursor !== null) query.set('cursor', cursor);
  const response = await fetch('/v1/outbox?' + query, { headers: { authorization: 'Bearer ' + key } });
  const body = await response.json();
  if (!response.ok) throw new Error(body.title + '. ' + body.detail);
  for (const mail of body.items) byId('mails').append(mailElement(mail));
  shown += body.items.length;
  cursor = body.nextCursor;
  byId('more').hidden = cursor === null;
  byId('state').textContent = shown === 0 ? 'No mail was sent yet.' : shown + ' mails shown.';
}

function show(key) {
  load(key).catch((error) => {
    byId('state').textContent = error.message;
  });
}

byId('ask').addEventListener('submit', (event) => {
  event.preventDefault();
  cursor = null;
  shown = 0;
  byId('mails').replaceChildren();
  show(byId('key').value.trim());
});
byId('more').addEventListener('click', () => show(byId('key').value.trim()));
`;
