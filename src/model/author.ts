/** A person's page at one source, by the source's id and the page's key there. */
export interface ProfileKey {
  sourceId: string;
  key: string;
}

/** Profiles that the operator says are one person's (config/authors.yaml). */
export interface LinkedProfiles {
  name: string;
  profiles: ProfileKey[];
}

/** A text that may be a known paper's: a person decides. */
export interface HeldText {
  text: string;
  paperId: string;
  /** Word overlap, 0–1. */
  score: number;
}
