/** Something that reads what others wrote. */
export interface Target {
  name: string;
  /** Good inputs, from which bad ones are made. Bytes stand in texts as Latin-1. */
  seeds(): Promise<string[]>;
  /** Reads one. Only a `BroadsheetError` may come of a bad one. */
  read(input: string): unknown;
}

export const bytesOf = (input: string): Buffer => Buffer.from(input, 'latin1');
