/** Characters of one literal at most: the largest seen, a tree of columns, has some 200,000. */
const LONGEST = 2_000_000;

/** A value as a script or a JSON answer writes it. */
export type Literal = string | number | boolean | null | Literal[] | { [key: string]: Literal };

/** Names whose values are known when an expression is read. */
export type Names = ReadonlyMap<string, Literal>;

/**
 * Reads the JavaScript literal that begins at `at`: what JSON allows, and single quotes, bare keys, trailing commas, known
 * names and sums of strings (`'/list?id=' + channelId`). Nothing is run. Null where the text is no such literal.
 */
export function readLiteral(
  text: string,
  at: number,
  names: Names = new Map(),
): { value: Literal; end: number } | null {
  const reader = new Reader(text, at, names);
  try {
    const value = reader.sum(0);
    return { value, end: reader.at };
  } catch (error) {
    if (error instanceof NoLiteral) return null;
    throw error;
  }
}

/** A plain value as text; '' for objects, lists and what is not there. */
export function literalText(value: Literal | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Whether a value is a string or a number. */
export function isPlain(value: Literal): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

/** What differs at every call and says nothing: it is taken for 0. */
const CHANGING = /Math\.random\(\)|Date\.now\(\)|\+?new\s+Date\(\)(?:\.(?:getTime|valueOf)\(\))?/uy;

class NoLiteral extends Error {}

class Reader {
  readonly #text: string;
  readonly #end: number;
  readonly #names: Names;
  at: number;

  constructor(text: string, at: number, names: Names) {
    this.#text = text;
    this.#end = Math.min(text.length, at + LONGEST);
    this.#names = names;
    this.at = at;
  }

  sum(depth: number): Literal {
    let value = this.#value(depth);
    for (;;) {
      const before = this.at;
      if (!this.#follows('+')) {
        this.at = before;
        return value;
      }
      try {
        value = `${plain(value)}${plain(this.#value(depth))}`;
      } catch (error) {
        if (!(error instanceof NoLiteral) || depth > 0) throw error;
        this.at = before;
        return value;
      }
    }
  }

  #value(depth: number): Literal {
    if (depth > 40) throw new NoLiteral();
    const char = this.#peek();
    if (char === '{') return this.#object(depth);
    if (char === '[') return this.#array(depth);
    if (char === '(') {
      this.at += 1;
      const value = this.sum(depth + 1);
      this.#expect(')');
      return value;
    }
    if (char === '"' || char === "'" || char === '`') return this.#string(char);
    return this.#word();
  }

  #object(depth: number): Literal {
    const value: Record<string, Literal> = {};
    this.at += 1;
    while (this.#peek() !== '}') {
      const quote = this.#peek();
      const key = quote === '"' || quote === "'" ? this.#string(quote) : this.#match(/[\w$\u4e00-\u9fff.-]+/uy);
      this.#expect(':');
      const item = this.sum(depth + 1);
      if (key !== '__proto__') value[key] = item;
      if (this.#peek() !== '}') this.#expect(',');
    }
    this.at += 1;
    return value;
  }

  #array(depth: number): Literal {
    const value: Literal[] = [];
    this.at += 1;
    while (this.#peek() !== ']') {
      value.push(this.sum(depth + 1));
      if (this.#peek() !== ']') this.#expect(',');
    }
    this.at += 1;
    return value;
  }

  #string(quote: string): string {
    let value = '';
    this.at += 1;
    for (;;) {
      const char = this.#text[this.at];
      if (char === undefined || this.at >= this.#end) throw new NoLiteral();
      this.at += 1;
      if (char === quote) return value;
      value += char === '\\' ? this.#escape() : char;
    }
  }

  #escape(): string {
    const char = this.#text[this.at] ?? '';
    this.at += 1;
    const digits = char === 'u' ? 4 : char === 'x' ? 2 : 0;
    if (digits > 0) {
      const code = this.#text.slice(this.at, this.at + digits);
      if (!/^[0-9a-f]+$/iu.test(code)) throw new NoLiteral();
      this.at += digits;
      return String.fromCharCode(Number.parseInt(code, 16));
    }
    return { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '\n': '' }[char] ?? char;
  }

  #word(): Literal {
    this.#peek();
    CHANGING.lastIndex = this.at;
    const changing = CHANGING.exec(this.#text);
    if (changing !== null) {
      this.at += changing[0].length;
      return 0;
    }
    const word = this.#match(/-?\d+(?:\.\d+)?|[A-Za-z_$][\w$.]*/uy);
    if (/^-?\d/u.test(word)) return Number(word);
    if (word === 'true' || word === 'false') return word === 'true';
    if (word === 'null' || word === 'undefined') return null;
    if (/^(?:encodeURI(?:Component)?|escape|String|Number|parseInt)$/u.test(word) && this.#follows('(')) {
      const value = this.sum(1);
      this.#expect(')');
      return value;
    }
    const known = this.#names.get(word) ?? this.#names.get(word.slice(word.lastIndexOf('.') + 1));
    if (known === undefined) throw new NoLiteral();
    return known;
  }

  #match(pattern: RegExp): string {
    this.#peek();
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) throw new NoLiteral();
    this.at += found.length;
    return found;
  }

  #peek(): string {
    while (this.at < this.#end && /\s/u.test(this.#text[this.at] ?? '')) this.at += 1;
    const char = this.#text[this.at];
    if (char === undefined || this.at >= this.#end) throw new NoLiteral();
    return char;
  }

  /** Whether this sign comes next; steps over it. */
  #follows(char: string): boolean {
    while (this.at < this.#end && /\s/u.test(this.#text[this.at] ?? '')) this.at += 1;
    if (this.#text[this.at] !== char) return false;
    this.at += 1;
    return true;
  }

  #expect(char: string): void {
    if (this.#peek() !== char) throw new NoLiteral();
    this.at += 1;
  }
}

function plain(value: Literal): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new NoLiteral();
}
