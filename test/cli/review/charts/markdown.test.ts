import { markdownToHtml } from '../../../../src/cli/review/charts/markdown';

test.each([
  ['headings and paragraphs', '# One\ntwo **three**\nfour\n\nfive', '<h1>One</h1>\n<p>two <strong>three</strong>\nfour</p>\n<p>five</p>'],
  ['lists', '- a\n- b\n\n1. c', '<ul><li>a</li><li>b</li></ul>\n<ol><li>c</li></ol>'],
  ['a table', '| a | b |\n| --- | :-: |\n| 1 | `2` |',
    '<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td><code>2</code></td></tr></tbody></table>'],
  ['a table without a head', '| a |', '<table><tbody><tr><td>a</td></tr></tbody></table>'],
  ['links', '[a *b*](https://example.com/?x=1&y=2) [top](#top) [no](ftp://x)',
    '<p><a href="https://example.com/?x=1&amp;y=2" rel="noreferrer">a <em>b</em></a> <a href="#top" rel="noreferrer">top</a> [no](ftp://x)</p>'],
  ['CloudWatch\'s buttons', '[button:primary:Open](https://a.b) [button:Close](https://a.b)',
    '<p><a href="https://a.b" rel="noreferrer">Open</a> <a href="https://a.b" rel="noreferrer">Close</a></p>'],
  ['what is no HTML', 'a < b & "c" `<d>`', '<p>a &lt; b &amp; &quot;c&quot; <code>&lt;d&gt;</code></p>'],
  ['no emphasis within names', 'kv_cache_usage 2 * 3 * 4', '<p>kv_cache_usage 2 * 3 * 4</p>'],
])('%s', (_, markdown, html) => {
  expect(markdownToHtml(markdown)).toBe(html);
});
