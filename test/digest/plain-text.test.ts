import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toPlainText } from '../../src/digest/plain-text.js';

const shown = (cases: [string, string][]) => {
  for (const [came, expected] of cases) expect(toPlainText(came), came).toBe(expected);
};

describe('text for people', () => {
  it('turns LaTeX into Unicode', () => {
    shown([
      ['$S^{2}$FT', 'S²FT'],
      ['$\\mathcal{E}_0$ and $L_1$-norm', 'E₀ and L₁-norm'],
      ['Learning $\\mathsf{AC}^0$ over $\\mathbb{R}^n$', 'Learning AC⁰ over ℝⁿ'],
      ['more than $\\sqrt{n}$ communities', 'more than √n communities'],
      ['$\\frac{1}{n+1}$ of $x_{t+1}$', '1/(n+1) of xₜ₊₁'],
      ['\\(\\alpha_j^{\\max}(s)\\)', 'αⱼᵐᵃˣ(s)'],
      ['Top-\\texorpdfstring{$K$}{K} Routing', 'Top-K Routing'],
      ['Newton$\\unicode{x2013}$Schulz', 'Newton–Schulz'],
      ['Enzyme $k_{cat}$ and $K_{M}$', 'Enzyme k_cat and K_M'],
    ]);
  });

  it('sets accents on their letters', () => {
    shown([
      ['M\\"obius, Schr\\"{o}dinger, na\\"{\\i}ve', 'Möbius, Schrödinger, naïve'],
      ["Poincar\\'e and R{\\'e}nyi", 'Poincaré and Rényi'],
      ['Avalia\\c{c}\\~ao, {\\L}ukasiewicz, Erd\\H{o}s', 'Avaliação, Łukasiewicz, Erdős'],
      ["Player\\'s", "Player's"],
    ]);
  });

  it('takes styling commands, citations and ties away', () => {
    shown([
      ['{\\em x} and {\\bf a, b}', 'x and a, b'],
      ['\\textsc{PrivScope}: \\emph{one \\textbf{two}}', 'PrivScope: one two'],
      ['\\underline{DE}coupled \\& H\\&E', 'DEcoupled & H&E'],
      ['as before~\\cite{x}, Fig.~3, GLM~5.1', 'as before , Fig. 3, GLM 5.1'],
      ['\\chisao{}: 58\\% at \\url{https://example.org/a_b~c}', 'chisao: 58% at https://example.org/a_b~c'],
      ['Paper--Code, 3--5, use --force', 'Paper–Code, 3–5, use --force'],
    ]);
  });

  it('mends commands that lost their backslash', () => {
    shown([
      ['varepsilon', 'ε'],
      ['mathcal{O}(n)', 'O(n)'],
      ['boldsymbolλ', 'λ'],
      ['textbf{specialist}', 'specialist'],
      ['via texttt{D}ual-texttt{H}ead texttt{O}ptimization', 'via Dual-Head Optimization'],
      ['$textbf{specialist} and textbf{generalist}$ models', 'specialist and generalist models'],
      ['1920times1080, 2.53times faster', '1920×1080, 2.53× faster'],
      ['ell_infty, ell_1 and tau^2', 'ℓ∞, ℓ₁ and τ²'],
      ['360^circ, {sim}20%, sim607K', '360°, ~20%, ~607K'],
      ['nabla^2DFT: Denser neq Better', '∇²DFT: Denser ≠ Better'],
      ['LLMtimesMapReduce, R^{d times d}', 'LLM×MapReduce, R^(d × d)'],
      ['(epsilon, delta)-DP at rho=0.85', '(ε, δ)-DP at ρ=0.85'],
    ]);
  });

  it('leaves English words alone that look like commands', () => {
    const words = [
      'sometimes lifetimes timestamps at times in to not end less',
      'philosophy alphabeta beta-blocker alphabet deltas approx. approximate',
      'sim2real sim-to-real simulation Sim3D sim3d',
      'top left right begin partial natural subset second project',
      'Delta Air Lines and omega-3; a pi day; ellipse; my_file_name; imo_1960_p2',
      'https://example.org/varepsilon/x_1^2--a',
      'C# and C++, {yes, no}, a_long_name, ^_^',
    ];
    for (const text of words) expect(toPlainText(text)).toBe(text);
  });

  it('keeps prices', () => {
    shown([
      ['Video Generation Model in $200k', 'Video Generation Model in $200k'],
      ['Fixing 7,400 Bugs for 1$: Cheap', 'Fixing 7,400 Bugs for 1$: Cheap'],
      ['\\$OneMillion-Bench', '$OneMillion-Bench'],
      ['costs $5 and not $60, or $10-$20', 'costs $5 and not $60, or $10-$20'],
      ['$5 for $k$-means, 4$ per hour', '$5 for k-means, 4$ per hour'],
    ]);
  });

  it('gives one line without hidden or reordering characters', () => {
    shown([
      ['  a\n\tb\r\n c  ', 'a b c'],
      ['a\u202eb\u2066c\u200b\u0000\ufeffd\u{e0041}', 'abcd'],
      ['e\u0301', 'é'],
      ['\ud800x', 'x'],
      ['<script>alert(1)</script> & "x"', '<script>alert(1)</script> & "x"'],
    ]);
  });

  it('takes any text at all', () => {
    const piece = fc.constantFrom(
      '\\',
      '$',
      '{',
      '}',
      '^',
      '_',
      '~',
      '-',
      "'",
      '"',
      '`',
      ' ',
      'a',
      '1',
      '.',
      '\\frac',
      '\\em',
      'times',
      'ell',
      '\ufdd0',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(text, (came) => {
        const plain = toPlainText(came);
        expect(plain).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef]|^\s|\s$|\s\s/u);
      }),
    );
  });

  it('takes hostile text of 100 KB', () => {
    const units = [
      '\\',
      '$',
      '{',
      '^{',
      '\\a{',
      '\\frac{',
      '``a',
      '\\(',
      '1',
      '1.1pm',
      '--',
      '\\frac{a}{',
      '{\\em ',
      'A',
      '_',
    ];
    for (const unit of units) {
      const hostile = unit.repeat(Math.ceil(100_000 / unit.length));
      expect(toPlainText(hostile).length).toBeLessThanOrEqual(2 * hostile.length);
    }
  });
});
