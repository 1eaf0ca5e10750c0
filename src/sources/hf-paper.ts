import { ParseError } from '../errors.js';
import { findPaperAnswer } from './reading/hf-paper-answer.js';
import { readHuggingFacePaper } from './reading/hugging-face-paper.js';
import { PaperScope } from './reading/paper-scope.js';
import { readPapers } from './reading/read-papers.js';
import { defineSource } from './source.js';

const ID = 'hf-paper';

/**
 * What Hugging Face knows of one paper: AI summary, code and stars, linked models, votes. It fills in what lists
 * lack, and is no list itself: its papers have neither day nor rank. A paper that is not indexed there is a 404.
 */
export default defineSource({
  id: ID,
  homepage: 'https://huggingface.co',
  scopes: { paper: PaperScope },
  news: 'baseline',
  fillsIn: { scope: 'paper', lacking: ['summary', 'codeUrl', 'linkedModels'] },
  requests: ({ paper }, { baseUrl }) => [
    [{ url: `${baseUrl}/api/papers/${paper}`, kind: 'api' }, { url: `${baseUrl}/papers/${paper}` }],
  ],
  parse(page, { paper }) {
    const { entry, linkedModels } = findPaperAnswer(ID, page);
    return readPapers(ID, [entry], (item) => {
      const read = readHuggingFacePaper(item, { rank: 1, day: undefined });
      const { rank: _rank, featuredOn: _day, ...sighting } = read;
      if (paper !== undefined && sighting.ids.arxiv !== paper)
        throw new ParseError(`asked for ${paper}, the site sent ${sighting.ids.arxiv}`);
      return { ...sighting, ...(linkedModels !== undefined && { linkedModels }) };
    });
  },
});
