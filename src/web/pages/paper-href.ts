/** Where a paper is on the web. */
export const paperHref = (paperId: string): string => `/papers/${paperId}`;

/** Where a person who writes papers is on the web. */
export const authorHref = (authorId: string): string => `/authors/${authorId}`;

/** Where a topic is on the web. */
export const topicHref = (topicId: string): string => `/topics/${encodeURIComponent(topicId)}`;
