/*
 * Prints the time and memory to import this package, or just the files of aws-cdk-lib and constructs that importing it loads
 * (`dependencies`; aws-cdk-lib loads lazily, so its modules alone would load less). `list` prints those files.
 */
const path = require('path');

const PACKAGE = path.join(__dirname, '..', 'lib');
const [what, list] = process.argv.slice(2);

if (what === 'list') {
  require(PACKAGE);
  console.log(JSON.stringify(Object.keys(require.cache).filter((file) => file.includes(`${path.sep}node_modules${path.sep}`))));
} else {
  const files = what === 'package' ? [PACKAGE] : JSON.parse(list);
  global.gc();
  const before = process.memoryUsage().heapUsed;
  const start = process.hrtime.bigint();
  files.forEach((file) => require(file));
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  global.gc();
  console.log(JSON.stringify({ milliseconds, megabytes: (process.memoryUsage().heapUsed - before) / 1048576 }));
}
