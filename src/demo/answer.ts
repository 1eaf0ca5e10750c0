/** What a local site says to one request. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

/** `value` as JSON, or ready bytes as they are. */
export function answerJson(value: unknown, headers: Record<string, string> = {}, status = 200): Answer {
  const body = Buffer.isBuffer(value) ? value : JSON.stringify(value);
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body };
}

export function answerError(status: number, error: string): Answer {
  return answerJson({ error }, {}, status);
}

export function answerHtml(body: string | Buffer): Answer {
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

export function answerText(body: string, status = 200): Answer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}

/** A redirect with a relative `Location`, as Hugging Face sends. */
export function answerRedirect(location: string): Answer {
  return { ...answerText(`Redirecting to ${location}`, 302), headers: { location } };
}
