// Receives the events of a desk and prints each once. Set the address of this program in WEBHOOK_URL, or add it under
// People, Webhooks.
import { createServer } from 'node:http';
import { verifyWebhook } from '@notice-desk/client';

const { WEBHOOK_SECRET: secret, PORT: port } = process.env;
const seen = new Set(); // Keep the ids where they survive a restart.

async function receive(request, response) {
  let body = '';
  for await (const chunk of request) body += chunk;
  try {
    // The raw text is signed: parsed and written again, it would not fit.
    const { id, type, timestamp, data } = verifyWebhook(secret, request.headers, body);
    if (!seen.has(id)) console.log(type, data.number ?? data.kind ?? '', timestamp);
    seen.add(id);
    response.writeHead(204).end(); // Within 15 seconds; work that takes longer is done afterwards.
  } catch {
    response.writeHead(401).end();
  }
}

createServer((...call) => void receive(...call)).listen(Number(port), () => console.log('ready'));
