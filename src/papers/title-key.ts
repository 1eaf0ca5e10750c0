/**
 * The identity of a paper that carries no id: its title, letters and digits only, and its first author's family name.
 * LaTeX commands go, with or without their backslash, because sources strip them differently.
 */
export function titleKey({ title, authors }: { title: string; authors: string[] }): string {
  const bare = title.replace(/\\[a-zA-Z]+/g, ' ').replace(LATEX_NAMES, ' ');
  return `${lettersAndDigits(bare)}|${familyName(authors[0] ?? '')}`;
}

/** `Jean-Luc de la Tour` → `tour`; accents folded, as sources spell one name in several ways. */
export function familyName(name: string): string {
  const words = name.trim().split(/\s+/);
  return lettersAndDigits((words.at(-1) ?? '').normalize('NFKD').replace(/\p{M}/gu, ''));
}

const LATEX_NAMES = /\b(?:mathcal|mathbb|mathbf|mathrm|textbf|textit|texttt|emph|boldsymbol)\b/g;

function lettersAndDigits(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
