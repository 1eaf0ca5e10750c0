import { describe, expect, it } from 'vitest';
import { ParseError } from '../../src/errors.js';
import catalyzexCode from '../../src/sources/catalyzex-code.js';
import { checkScope } from '../../src/sources/scope.js';
import { aPage } from './a-page.js';

const url = 'https://www.catalyzex.com/api/code?src=arxiv&paper_arxiv_id=2608.00001';
const paper = '2608.00001';
const read = (body: string, address = url) => catalyzexCode.parse(aPage(address, body), { paper }).sightings;
const codeOf = (code_url: unknown) => read(JSON.stringify({ count: 1, code_url }))[0]?.codeUrl;

it('asks about one paper by its arXiv id, and not for long', () => {
  const settings = { baseUrl: 'https://www.catalyzex.com', hosts: {} };
  expect(catalyzexCode.requests({ paper }, settings)).toEqual([[{ url, kind: 'api', timeoutMs: 2000 }]]);
  expect(catalyzexCode.requests({ paper: 'hep-th/9711200' }, settings)[0]?.[0]?.url).toContain(
    'paper_arxiv_id=hep-th%2F9711200',
  );
  expect(() => checkScope(catalyzexCode, { paper: '2608.00001v2' })).toThrow('an arXiv id');
});

describe('an answer', () => {
  it('says where the code is, and nothing of where the visitor came from', () => {
    expect(codeOf('https://github.com/ada/sample?tab=readme&utm_source=catalyzex.com')).toBe(
      'https://github.com/ada/sample?tab=readme',
    );
    expect(read('{"code_url":"https://github.com/ada/sample"}')).toEqual([
      { ids: { arxiv: paper }, authors: [], codeUrl: 'https://github.com/ada/sample' },
    ]);
  });

  it.each([null, '', 'javascript:alert(1)', 'https://www.catalyzex.com/paper/arxiv:2608.00001/code'])(
    'knows of no code: %s',
    (address) => {
      expect(read(JSON.stringify({ code_url: address }))).toEqual([]);
    },
  );

  it('is about the paper that the address names', () => {
    const answer = '{"code_url":"https://github.com/ada/sample"}';
    expect(catalyzexCode.parse(aPage(url, answer), {}).sightings[0]?.ids).toEqual({ arxiv: paper });
    expect(() => catalyzexCode.parse(aPage('https://www.catalyzex.com/', answer), {})).toThrow(
      'the address names no paper',
    );
  });

  it.each([
    ['a list', '[]', 'an answer in JSON is missing'],
    ['an error', '{"error":"Too many requests"}', 'Too many requests'],
    ['a number for an address', '{"code_url":7}', 'code_url is no address'],
    ['half of it', '{"code_url":"htt', 'cut or broken'],
  ])('is not believed when it is %s', (_name, body, reason) => {
    expect(() => read(body)).toThrow(ParseError);
    expect(() => read(body)).toThrow(reason);
  });
});
