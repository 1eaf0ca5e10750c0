import type { ApiTokensPage } from './api-tokens-page.js';
import type { AuditPage } from './audit-page.js';
import type { EditionProgress } from './edition-progress.js';
import type { EditionsPage } from './editions-page.js';
import type { OVERVIEW_PARTS, OverviewPage, OverviewParts } from './overview-page.js';
import type { ReaderPage } from './reader-page.js';
import type { ReadersPage } from './readers-page.js';
import type { ScanPage } from './scan-page.js';
import type { SOURCE_PARTS, SourcePage, SourceParts } from './source-page.js';
import type { SourcesPage } from './sources-page.js';

type OverviewPart = (typeof OVERVIEW_PARTS)[number];
type SourcePart = (typeof SOURCE_PARTS)[number];

/** Views of the operators' pages, and of those parts of them that are shown anew by themselves. */
export type DeskViews = {
  'api-tokens': ApiTokensPage;
  audit: AuditPage;
  'edition-desk-progress': EditionProgress;
  editions: EditionsPage;
  overview: OverviewPage;
  reader: ReaderPage;
  readers: ReadersPage;
  scan: ScanPage;
  source: SourcePage;
  sources: SourcesPage;
} & { [Part in OverviewPart as `overview-${Part}`]: OverviewParts } & {
  [Part in SourcePart as `source-${Part}`]: SourceParts;
};
