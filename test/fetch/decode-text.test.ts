import { describe, expect, it } from 'vitest';
import { decodeText } from '../../src/fetch/decode-text.js';

const text = '{"title":"Café β – 論文"}';

describe('text', () => {
  it.each(['iso-8859-1', 'windows-1252', 'shift_jis', 'us-ascii', 'klingon'])(
    'is read as UTF-8 when it is that, and the server calls it %s',
    (charset) => {
      const type = `application/json; charset=${charset}`;
      expect(decodeText(Buffer.from(text), type)).toEqual({ text, garbled: false });
    },
  );

  it('of an older encoding is read by the name the server gives it', () => {
    const type = 'text/html; charset=iso-8859-1';
    expect(decodeText(Buffer.from('caf\xe9', 'latin1'), type)).toEqual({ text: 'café', garbled: false });
    const japanese = Buffer.from([0x1b, 0x24, 0x42, 0x4f, 0x40, 0x1b, 0x28, 0x42]);
    expect(decodeText(japanese, 'text/html; charset=iso-2022-jp')).toEqual({ text: '論', garbled: false });
  });

  it('is garbled when some of its bytes mean nothing', () => {
    expect(decodeText(Buffer.from('caf\xe9', 'latin1'), 'text/html; charset=utf-8')).toEqual({
      text: 'caf\ufffd',
      garbled: true,
    });
  });

  it('is not garbled by the sign itself', () => {
    expect(decodeText(Buffer.from('caf\ufffd'), undefined)).toEqual({ text: 'caf\ufffd', garbled: false });
  });
});
