/* The pages of reviews in Chromium: what they say, not what they look like. */
import { mkdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import { pathToFileURL } from 'url';
import { Browser, Page } from 'playwright-core';
import { withBrowser } from './browser';
import { GO_MODULE } from './go-tests';
import { ROOT, runTypeScript, Tally } from './output';
import { PageProbe } from './page-probe';
import { readAssembly } from '../../src/cli/assembly';
import { findingsIn } from '../../src/cli/check/findings';
import { sampleStore } from '../../src/cli/review/charts/sample-store';
import { drawDashboards } from '../../src/cli/review/dashboards';
import { Review, reviewOf } from '../../src/cli/review/model';
import { pageOf } from '../../src/cli/review/page';
import { synthesizeExample } from '../examples';

const FOLDER = path.join(GO_MODULE, 'build');
const SCREENSHOT = path.join(ROOT, 'examples', 'llm-endpoint', 'review.png');
const WIDE = { width: 1280, height: 860 };
const NARROW = { width: 390, height: 800 };

/** A page larger than this takes long to open and is refused by mail. */
const MOST_BYTES = 5_000_000;

const EVIL = '</script><img src=x onerror="window.hacked = true">';

/** Opens the dashboards of the example in Chromium and reads them. `WRITE_SCREENSHOT=true` renews the picture of the README. */
export async function checkPages(tally: Tally): Promise<void> {
  runTypeScript(path.join(ROOT, 'scripts', 'bundle-review-charts.ts'));
  const assembly = readAssembly(synthesizeExample('llm-endpoint'));
  const review = reviewOf(assembly);
  const drawn = drawDashboards(review);
  const { coverage } = drawn;
  const html = pageOf(review, findingsIn(assembly), drawn);
  tally.add(html.length < MOST_BYTES, `the page has ${html.length} characters`);
  tally.keep(`${coverage.full} of ${coverage.full + coverage.partial + coverage.none} charts of the example with sample data`);
  await withBrowser(async (browser) => {
    await checkExample(tally, browser, html, review);
    await checkNarrow(tally, browser, html);
    await checkHarmless(tally, browser, review);
  });
}

async function open(browser: Browser, tally: Tally, name: string, html: string, options: object): Promise<Page> {
  mkdirSync(FOLDER, { recursive: true });
  const file = path.join(FOLDER, name);
  writeFileSync(file, html);
  const page = await browser.newPage(options);
  const own = pathToFileURL(file).href;
  page.on('pageerror', (error) => tally.add(false, `${name}: ${error.message}`));
  page.on('console', (message) => tally.add(message.type() !== 'error', `${name}: ${message.text()}`));
  page.on('request', (request) => tally.add(request.url() === own, `${name} asks for ${request.url()}`));
  await page.goto(own);
  return page;
}

async function checkExample(tally: Tally, browser: Browser, html: string, { dashboards }: Review): Promise<void> {
  const page = await open(browser, tally, 'review.html', html, { viewport: WIDE, colorScheme: 'light' });
  const probe = new PageProbe(page, '0');
  const titles = dashboards.flatMap(({ body }) => body.widgets.flatMap(({ type, properties }: any) => type === 'text' ? [] : [properties.title]));
  const found = await page.locator('.widget:not(.text) > h3').allTextContents();
  tally.add(JSON.stringify(found) === JSON.stringify(titles), 'the titles on the page are not those of the dashboards, in their order');
  const charts = await page.locator('.widget.chart').count();
  const drawn = await page.locator('.plot svg').count();
  tally.add(drawn < charts / 2, `${drawn} of ${charts} charts are drawn before anyone sees them`);

  const alarm = page.locator('details', { hasText: 'The KV cache is nearly full.' }).first();
  await alarm.locator('summary').click();
  const query = await alarm.locator('pre').textContent();
  const expected = 'last_over_time(vllm:kv_cache_usage_perc{"aws.sagemaker.endpoint.name"="${LlmEndpoint/Shared}"}[40s])';
  tally.add(query!.includes(expected), `the query of an alarm that was opened is ${query}`);
  const steps = await page.locator('svg.steps').first().locator('.change').allTextContents();
  tally.add(steps.join() === '-1,0,+1,+3,+100 %', `the steps of scaling are ${steps.join()}`);

  await checkSituations(tally, probe);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await page.evaluate('getComputedStyle(document.body).backgroundColor');
  tally.add(dark === 'rgb(15, 22, 33)', `the dark page is ${dark}`);
  await page.emulateMedia({ colorScheme: 'light' });
  if (process.env.WRITE_SCREENSHOT === 'true') {
    await probe.choose('KV saturation');
    await probe.scrollTo('Requests waiting, from 0 to 10');
    await page.screenshot({ path: SCREENSHOT });
  }
  await page.evaluate('dispatchEvent(new Event("beforeprint"))');
  const empty = await page.locator('.plot:empty').count();
  tally.add(empty === 0, `${empty} charts are not on the printed page`);
  await page.close();
}

/** What the first dashboard of the example shows in each situation. */
async function checkSituations(tally: Tally, probe: PageProbe): Promise<void> {
  const cache = 'KV cache in use: highest of a copy';
  const wanted = ['percent', '100', '10:15', '11:00', 'The KV cache is nearly full', 'The KV cache is full'];
  const calm = await probe.texts(cache);
  wanted.forEach((text) => tally.add(calm.includes(text), `${cache}: no text ${text} among ${calm.join(' | ')}`));
  const names = await probe.legend(cache);
  tally.add(names.some((name) => name.startsWith('aws.sagemaker.inference_component.name: llmendpoint-shared-chat-')), `${cache}: no name of a series in ${names.join(' | ')}`);
  const curves = await probe.curves(cache);
  const greens = await probe.cells('Requests waiting, from 0 to 10', RED);

  const requests = (situation: number) => Number(sampleStore().lookUp('AWS/SageMaker Invocations EndpointName,VariantName Sum 0')![situation][0].values);
  tally.add(await probe.figure('Requests (count)') === thousands(requests(0)), 'Requests (count) is not the sum of the healthy day');
  await probe.choose('KV saturation');
  tally.add(await probe.figure('Requests (count)') === thousands(requests(1)), 'Requests (count) is not the sum of the KV saturation');
  tally.add(JSON.stringify(await probe.curves(cache)) !== JSON.stringify(curves), `${cache} does not change with the situation`);
  const reds = await probe.cells('Requests waiting, from 0 to 10', RED);
  // The row that holds the scale is red at all times: 61 cells. Two instances are for most of half an hour.
  tally.add(greens === 61 && reds > 61 + 40, `${greens} red cells on the healthy day, ${reds} in KV saturation`);

  const coldStart = 'Model download, Load into GPU memory, Container start, the rest';
  tally.add((await probe.plot(coldStart)).startsWith('no data available'), `${coldStart}: there is data without a cold start`);
  await probe.choose('Cold start');
  const phases = await probe.legend(coldStart);
  tally.add(phases.join() === 'Model download,Load into GPU memory,Container start,The rest', `${coldStart}: ${phases.join()}`);
  tally.add((await probe.texts(coldStart)).some((text) => text.startsWith('seconds at 10:')), `${coldStart}: no unit with its time`);
  await probe.choose('Zone loss');
  tally.add(await probe.figure('Instances (count)') === '3', 'Instances (count) is not 3 after the loss of a zone');
  await probe.choose('Healthy day');
  tally.add(await probe.plot('Reserved by components') === 'no sample data', 'Reserved by components: a curve is made up');
}

const RED = '#d62728';

/** As the page writes numbers from ten thousand on. */
function thousands(value: number): string {
  return value < 10_000 ? `${value}` : `${Number((value / 1000).toPrecision(3))}k`;
}

async function checkNarrow(tally: Tally, browser: Browser, html: string): Promise<void> {
  const page = await open(browser, tally, 'narrow.html', html, { viewport: NARROW });
  const width = await page.evaluate('document.scrollingElement.scrollWidth');
  tally.add(width === NARROW.width, `the page is ${width} pixels wide on a screen of ${NARROW.width}`);
  await page.close();
}

/** Texts of others are texts, also where they stand in scripts, pictures and tool tips. */
async function checkHarmless(tally: Tally, browser: Browser, review: Review): Promise<void> {
  const [query] = Object.keys(sampleStore().file.answers).filter((key) => key.startsWith('histogram_quantile') || key.includes('<endpoint>'));
  const chart = {
    title: EVIL,
    view: 'line',
    data: { queries: [{ query: query.replaceAll('<endpoint>', EVIL.replace(/"/g, '')), label: EVIL }] },
    plotOptions: { yAxis: [{ title: EVIL }], annotations: { horizontal: [{ value: 1, label: EVIL }] } },
  };
  const body = {
    widgets: [
      { type: 'chart', x: 0, y: 0, width: 24, height: 8, properties: chart },
      { type: 'text', x: 0, y: 8, width: 24, height: 2, properties: { markdown: `# ${EVIL}` } },
    ],
  };
  const evil: Review = { ...review, endpoints: [], dashboards: [{ logicalId: 'Evil', name: EVIL, isKnown: true, body }] };
  const page = await open(browser, tally, 'harmless.html', pageOf(evil, [], drawDashboards(evil)), { viewport: WIDE });
  const probe = new PageProbe(page, '0');
  const texts = await probe.texts(EVIL);
  tally.add(texts.filter((text) => text === EVIL).length === 2, `the unit and the limit are not on the page as they are: ${texts.join(' | ')}`);
  tally.add((await probe.legend(EVIL)).includes(EVIL), 'the name of a series is not on the page as it is');
  await page.locator('.plot svg').hover();
  await page.locator('.tip').waitFor();
  tally.add((await page.locator('.tip').textContent())!.includes(EVIL), 'the tool tip does not name the series');
  tally.add(await page.locator('img').count() === 0, 'a text became an element');
  tally.add(await page.evaluate('window.hacked') === undefined, 'a text became a script');
  await page.close();
}
