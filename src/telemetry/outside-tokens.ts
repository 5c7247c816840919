const TOKEN = /(\$\{Token\[[^\]]*\]\})/;

/** Changes the text around unresolved tokens: a token that is changed itself is never resolved. */
export function outsideTokens(value: string, change: (text: string) => string): string {
  return value.split(TOKEN).map((part, index) => index % 2 === 1 ? part : change(part)).join('');
}
