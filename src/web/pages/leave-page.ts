/** Leaving with one click: the question, or the answer. */
export interface LeavePage {
  /**
   * `ask`: nothing has changed yet. `done`: no more mail, whether the reader was there or had left before. `weekly`: fewer
   * mails instead. `back`: leaving was undone. `gone`: there is nobody to bring back.
   */
  state: 'ask' | 'done' | 'weekly' | 'back' | 'gone';
  /** Where the forms of the page go. */
  action: string;
}
