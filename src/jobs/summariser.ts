import type { SummaryEndpoint } from '../digest/summary-endpoint.js';
import type { Fetcher } from '../fetch/fetcher.js';

/** The operator's language model: how it is asked, and as many ways to it as may be asked at once. */
export interface Summariser {
  endpoint: SummaryEndpoint;
  fetchers: readonly Fetcher[];
}
