import type { LinkedProfiles, ProfileKey } from '../../model/author.js';
import type { PaperIds, Profile } from '../../model/paper.js';

/** A profile as it is shown, with its figures over time, oldest first. */
export interface StoredProfile extends ProfileKey {
  authorId: string;
  authorName: string;
  name: string;
  field?: string;
  /** Papers of the author, over all their profiles. */
  papers: number;
  samples: (Profile['metrics'] & { sampledAt: string })[];
}

/** A paper of a known person, as far as a text is compared with it. */
export interface PersonsPaper {
  paperId: string;
  ids: PaperIds;
  title: string;
  authors: string[];
  abstract: string;
}

export interface ProfileStore {
  /** Abstracts of the papers of the person whose profiles these are. */
  papersOfPerson(keys: ProfileKey[]): Promise<PersonsPaper[]>;
  /** Makes each person's stored profiles one author's; writes nothing where they are that already. */
  linkProfiles(people: readonly LinkedProfiles[]): Promise<void>;
  profiles(): Promise<StoredProfile[]>;
}
