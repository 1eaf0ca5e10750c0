/** Leaving with one click: the question, or the answer. */
export interface LeavePage {
  /** `ask`: nothing has changed yet. `done`: no more mail, whether the reader was there or had left before. */
  state: 'ask' | 'done';
}
