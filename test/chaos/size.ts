/** PostgreSQL with Redis, PostgreSQL alone, or the embedded database: the three sizes of an installation. */
export type Size = 'redis' | 'postgres' | 'embedded';
