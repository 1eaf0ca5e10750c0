/** The headers of an answer, names in lower case. */
export type AnswerHeaders = Record<string, string | string[] | undefined>;

/** One header of an answer as a single line (RFC 9110, section 5.3). */
export function headerOf(headers: AnswerHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
