/** The form to subscribe with, as it was filled in so far. */
export interface SubscribePage {
  email: string;
  /** What is wrong, in words. */
  problems: string[];
  topics: { id: string; name: string; chosen: boolean }[];
  /** People to be followed, each ticked. */
  authors: { id: string; name: string }[];
  /** The hour at which mail comes unless something else is chosen. */
  hour: number;
}
