/** Words that carry no subject; no gram holds one of them. */
export const PLAIN_WORDS: ReadonlySet<string> = new Set(
  `a an the of in on at by for with from to into onto over under between among through during before after above below
  up down out off about against via per within without upon toward towards across along around and or but nor not only
  also as than then thus hence so because since while although though however if unless until whether when where why how
  is are was were be been being am do doe did done can could may might will would shall should must have ha had having
  we our us i it it this that these those they their them he she his her you your which who whom whose what there here
  such both either each every all any some no more most much many less least few other another same own very too just
  one two et al eg ie etc`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/**
 * LaTeX commands as they stand in a text whose backslashes are gone (`mathcal{O}`, `varepsilon`): they say how a formula
 * looks, not what a paper is about.
 */
export const LATEX_WORDS: ReadonlySet<string> = new Set(
  `mathcal mathbb mathbf mathrm mathsf mathit mathfrak mathscr mathop boldsymbol bm bf rm textbf textit texttt textsc textrm
  text emph em operatorname widetilde widehat tilde hat bar overline underline frac dfrac tfrac sqrt varepsilon epsilon
  varphi ell leq leqslant geq geqslant neq lesssim gtrsim approx equiv propto cdot cdots ldots dot times infty infti sum
  prod int left right big bigg lfloor rfloor lceil rceil langle rangle quad qquad href url cite ref label footnote
  mbox hbox ensuremath`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
