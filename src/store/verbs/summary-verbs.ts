/** A paper that has no summary of a source, as a language model is asked about it. */
export interface PaperToSummarise {
  paperId: string;
  title: string;
  abstract: string;
}

/** What a model's answer came to: a summary that may be shown, or why it is not. */
export type WrittenSummary = { paperId: string; abstract: string; model: string; writtenAt: Date } & (
  | { summary: string }
  | { refusal: string }
);

/** What the operator's language model wrote: one row a paper and model, about the abstract it was asked with. */
export interface SummaryStore {
  /**
   * News that no edition has held, without a summary of a source, whose abstract this model has not been asked about.
   * The most voted first.
   */
  papersToSummarise(request: { model: string; now: Date; limit: number }): Promise<PaperToSummarise[]>;
  /** Keeps an answer for good, in the place of an earlier one of the same model. Does nothing for a paper that is gone. */
  saveSummary(written: WrittenSummary): Promise<void>;
  /** From now on papers show what this model wrote, and nothing that another did; nothing at all without a model. */
  showSummariesOf(model: string | undefined): Promise<void>;
}
