/** What a command may use of the terminal it was typed at, whether it runs there or inside the process that holds the folder. */
export interface Io {
  /** Standard output; no line break is added. */
  out(text: string): void;
  /** Standard error; no line break is added. */
  err(text: string): void;
  isTerminal: boolean;
  /** Width of the terminal in characters. */
  columns: number;
  /** Absolute; relative paths among the arguments start here. */
  cwd: string;
  /** Asks the person at the terminal and resolves with the line they type. Absent when nobody can be asked. */
  ask?(question: string): Promise<string>;
  /** Standard input, in pieces; to be read once. Absent when there is none. */
  input?(): AsyncIterable<Uint8Array>;
  /** Aborts when the person interrupts the command (SIGINT) or goes away. */
  signal: AbortSignal;
}
