/** What every page of the desk needs for its masthead. */
export interface DeskFrame {
  /** Form token, for logging out and for the forms of the page. */
  csrf: string;
  hasOutbox: boolean;
}
