/* Lays a PromQL query out over lines. Its text stays the same but for white space outside of strings. */

const WIDTH = 100;
const INDENT = '  ';

/** Binary operators, those that bind the least first. */
const OPERATORS: readonly RegExp[] = [
  / (?=or\b)/y,
  / (?=(?:and|unless)\b)/y,
  / (?=(?:==|!=|>=|<=|>|<) )/y,
  / (?=[+-] )/y,
  / (?=[*/%] )/y,
];

/** A query in lines of at most 100 characters, as far as it has places to break at. */
export function layOutPromQl(query: string): string {
  return lines(query.trim(), WIDTH).join('\n');
}

function lines(text: string, width: number): string[] {
  if (text.length <= width) {
    return [text];
  }
  const depths = depthsOf(text);
  for (const operator of OPERATORS) {
    const parts = splitAt(text, depths, operator);
    if (parts.length > 1) {
      return parts.flatMap((part) => lines(part, width));
    }
  }
  return bracketed(text, depths, width);
}

/** The last brackets that are long, on lines of their own. */
function bracketed(text: string, depths: readonly number[], width: number): string[] {
  const open = longestGroup(text, depths);
  if (open === undefined) {
    return [text];
  }
  const close = depths.findIndex((depth, index) => index > open && depth === depths[open]);
  const inner = splitAt(text.slice(open + 1, close), depthsOf(text.slice(open + 1, close)), /(?<=,) /y);
  return [
    text.slice(0, open + 1),
    ...inner.flatMap((part) => lines(part, width - INDENT.length)).map((line) => INDENT + line),
    ...lines(text.slice(close), width),
  ];
}

/** Where the longest group of parentheses opens that is in no other. */
function longestGroup(text: string, depths: readonly number[]): number | undefined {
  let found: number | undefined;
  let longest = 0;
  let open = 0;
  depths.forEach((depth, index) => {
    if (depth === 0 && text[index] === '(') {
      open = index;
    }
    if (depth === 0 && text[index] === ')' && index - open > longest) {
      longest = index - open;
      found = open;
    }
  });
  return found;
}

function splitAt(text: string, depths: readonly number[], separator: RegExp): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let index = 1; index < text.length; index++) {
    separator.lastIndex = index;
    if (depths[index] === 0 && separator.test(text)) {
      parts.push(text.slice(from, index));
      from = index + 1;
    }
  }
  return [...parts, text.slice(from)];
}

/** How many brackets are open at each character: brackets count as outside of themselves, strings as inside of one. */
function depthsOf(text: string): number[] {
  const depths = new Array<number>(text.length);
  let depth = 0;
  let quote = '';
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (quote) {
      quote = character === quote && text[index - 1] !== '\\' ? '' : quote;
      depths[index] = depth + 1;
    } else if (character === '"' || character === "'" || character === '`') {
      quote = character;
      depths[index] = depth + 1;
    } else if (character === '(' || character === '[' || character === '{') {
      depths[index] = depth++;
    } else {
      depths[index] = character === ')' || character === ']' || character === '}' ? --depth : depth;
    }
  }
  return depths;
}
