/** What an operator may do: look, or act. */
export type Role = 'viewer' | 'operator';

export interface Operator {
  name: string;
  role: Role;
  passwordHash: string;
  createdAt: Date;
}

export interface OperatorStore {
  /** Raises `StoreError` (code `exists`) when the name is taken. */
  addOperator(operator: Omit<Operator, 'createdAt'>): Promise<void>;
  operators(): Promise<Operator[]>;
  operator(name: string): Promise<Operator | undefined>;
  removeOperator(name: string): Promise<boolean>;
  recordAudit(entry: { who: string; action: string; detail: Record<string, unknown> }): Promise<void>;
}
