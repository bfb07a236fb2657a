import type { Socket } from 'node:net';
import type { Api } from './context.js';
import { ApiProblem, PROBLEMS, toProblemBody } from './problems.js';

const UNREADABLE = 'The request line or a header is not valid HTTP. Send a request that conforms to RFC 9112.';
const DETAILS: Record<string, string> = {
  HPE_HEADER_OVERFLOW: 'The request line and headers are too large. Send at most 16 KiB of them.',
  ERR_HTTP_REQUEST_TIMEOUT: 'The request did not arrive in time. Send it again in full.',
};

function problemBytes(problem: ApiProblem): string {
  const { status } = PROBLEMS[problem.slug];
  const body = JSON.stringify(toProblemBody(problem, '/'));
  const headers = {
    'Content-Type': 'application/problem+json',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
    'X-Content-Type-Options': 'nosniff',
    ...problem.extra.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${problem.slug}`, ...lines, '', body].join('\r\n');
}

/** Answers what Node could not parse as HTTP; does not write into an answer already being sent. */
export function answerMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  const { _httpMessage: answer } = socket as { _httpMessage?: { headersSent: boolean } | null };
  if (error.code === 'ECONNRESET' || !socket.writable || answer?.headersSent === true) {
    socket.destroy(error);
    return;
  }
  socket.end(problemBytes(new ApiProblem('malformed-body', DETAILS[error.code ?? ''] ?? UNREADABLE)));
}

/** Handles requests that Node would answer in its own words, or not at all. */
export function answerOddRequests(app: Api): void {
  app.server.on('connect', (_request, socket) => {
    const allow = { headers: { allow: 'GET' } };
    socket.end(problemBytes(new ApiProblem('method-not-allowed', 'CONNECT is not supported. Use GET.', allow)));
  });
  // An unknown expectation is ignored, as RFC 9110 allows; the request is answered as it is.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
  app.addHook('onRequest', async ({ raw }) => {
    if (raw.httpVersion === '1.1' && raw.headers.host === undefined)
      throw new ApiProblem('malformed-body', 'Send a Host header: HTTP/1.1 requires one.');
  });
}
