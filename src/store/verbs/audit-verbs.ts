/** One act of an operator. */
export interface AuditEntry {
  id: string;
  at: Date;
  who: string;
  action: string;
  detail: Record<string, unknown>;
}

/** Which acts are listed; all when nothing is said. */
export interface AuditSearch {
  who?: string;
  action?: string;
  /** Acts whose detail says so under this name. */
  about?: { name: string; value: string };
  limit: number;
  /** Only those before this one. */
  before?: string;
}

export interface AuditStore {
  /** Newest first. */
  auditEntries(search: AuditSearch): Promise<AuditEntry[]>;
  /** Every operator and every action that stands in it, in the order of the alphabet. */
  auditWords(): Promise<{ who: string[]; actions: string[] }>;
}
