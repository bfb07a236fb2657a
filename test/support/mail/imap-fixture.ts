import { createServer, type AddressInfo, type Socket } from 'node:net';

interface Stored {
  raw: Buffer;
  flags: Set<string>;
}

export interface ImapFixture {
  url: string;
  messages: Stored[];
  close(): Promise<void>;
}

/** The part of an IMAP server that reading a mailbox needs. Messages and UIDs are numbered from 1. */
export async function startImap(raws: readonly string[]): Promise<ImapFixture> {
  const messages: Stored[] = raws.map((raw) => ({ raw: Buffer.from(raw, 'latin1'), flags: new Set() }));
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('* OK [CAPABILITY IMAP4rev1] ready\r\n');
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      for (let at = text.indexOf('\r\n'); at >= 0; at = text.indexOf('\r\n')) {
        answer(socket, messages, text.slice(0, at));
        text = text.slice(at + 2);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `imap://user:secret@127.0.0.1:${(server.address() as AddressInfo).port}/INBOX`,
    messages,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function answer(socket: Socket, messages: readonly Stored[], line: string): void {
  const [tag = '', ...words] = line.split(' ');
  const command = words.join(' ').toUpperCase();
  const say = (text: string) => socket.write(`${text}\r\n`, 'latin1');
  const done = (text = 'done') => say(`${tag} OK ${text}`);
  if (command.startsWith('CAPABILITY')) say('* CAPABILITY IMAP4rev1');
  if (command.startsWith('LIST')) say('* LIST (\\HasNoChildren) "/" INBOX');
  if (command.startsWith('SELECT')) {
    say(`* ${messages.length} EXISTS`);
    say('* FLAGS (\\Seen \\Flagged)');
    say('* OK [PERMANENTFLAGS (\\Seen \\Flagged)] x');
    say('* OK [UIDVALIDITY 1] x');
    say(`* OK [UIDNEXT ${messages.length + 1}] x`);
    return void done('[READ-WRITE] selected');
  }
  if (command.startsWith('UID SEARCH')) {
    const found = messages.flatMap(({ flags }, index) => (flags.size === 0 ? [index + 1] : []));
    say(`* SEARCH ${found.join(' ')}`);
  }
  const uid = Number(/^UID (?:FETCH|STORE) (\d+)/.exec(command)?.[1] ?? 0);
  const message = messages[uid - 1];
  if (message !== undefined && command.startsWith('UID FETCH')) {
    const parts = [`UID ${uid}`, `RFC822.SIZE ${message.raw.length}`];
    if (command.includes('BODY.PEEK[]'))
      parts.push(`BODY[] {${message.raw.length}}\r\n${message.raw.toString('latin1')}`);
    say(`* ${uid} FETCH (${parts.join(' ')})`);
  }
  if (message !== undefined && command.startsWith('UID STORE'))
    for (const flag of line.match(/\\[A-Za-z]+/g) ?? []) message.flags.add(flag);
  done();
  if (command.startsWith('LOGOUT')) socket.end();
}
