/* Scaling as a step chart: from calm on the left to the highest pressure on the right. */
import { Html, html } from './html';
import { reasonOf, ReadPolicy, ReadStep, ReadTarget } from '../../template';

/** One step of the chart. */
export interface ChartStep {
  readonly change: string;
  readonly when: string;
  /** Takes away below 0. */
  readonly sign: number;
}

const WIDTH = 170;
const HEIGHT = 26;
const MARGIN = { left: 16, top: 28, bottom: 96 };
const LINE = 30;

/** The steps of a target, those that take most away first. What is tracked has no steps. */
export function stepsOf({ policies }: ReadTarget): ChartStep[] {
  const steps = policies.filter(({ kind }) => kind === 'step').flatMap((policy) => merged(policy).map((step) => ({ policy, step })));
  const weight = ({ policy, step }: { policy: ReadPolicy; step: ReadStep }) =>
    // A share is taken for what it is of ten.
    policy.adjustmentType === 'PercentChangeInCapacity' ? step.adjustment / 10 : step.adjustment;
  return steps.sort((a, b) => weight(a) - weight(b)).map(({ policy, step }) => ({
    change: changeText(policy, step),
    when: [boundsText(step), policy.alarms.map(reasonOf).join(' or ') || 'no alarm calls it'].filter(Boolean).join(' '),
    sign: Math.sign(step.adjustment),
  }));
}

/** Neighbouring steps of the same adjustment are one. */
function merged({ steps }: ReadPolicy): ReadStep[] {
  return steps.reduce<ReadStep[]>((found, step) => {
    const last = found[found.length - 1];
    return last?.adjustment === step.adjustment ? [...found.slice(0, -1), { ...last, upper: step.upper }] : [...found, step];
  }, []);
}

function changeText({ adjustmentType }: ReadPolicy, { adjustment }: ReadStep): string {
  const signed = adjustment > 0 ? `+${adjustment}` : `${adjustment}`;
  return adjustmentType === 'PercentChangeInCapacity' ? `${signed} %` : adjustmentType === 'ExactCapacity' ? `= ${adjustment}` : signed;
}

function boundsText({ lower, upper }: ReadStep): string {
  const bounds = [lower === undefined ? '' : `from ${lower}`, upper === undefined ? '' : `up to ${upper}`].filter(Boolean);
  return bounds.length === 0 ? '' : `${bounds.join(' ')} above the threshold of:`;
}

/** The chart as SVG, or nothing where nothing is scaled in steps. */
export function scalingChart(target: ReadTarget): Html {
  const steps = stepsOf(target);
  if (steps.length === 0) {
    return html``;
  }
  const down = steps.filter(({ sign }) => sign < 0);
  const up = steps.filter(({ sign }) => sign >= 0);
  const columns = [...down.map((step, index) => ({ step, level: index - down.length })), { step: undefined, level: 0 },
    ...up.map((step, index) => ({ step, level: index + 1 }))];
  const y = (level: number) => MARGIN.top + (up.length - level) * HEIGHT;
  const width = MARGIN.left * 2 + columns.length * WIDTH;
  const bottom = y(-down.length) + MARGIN.bottom;
  const path = columns.map(({ level }, index) => `${index === 0 ? 'M' : 'L'}${MARGIN.left + index * WIDTH} ${y(level)}h${WIDTH}`).join('');
  return html`<svg class="steps" viewBox="0 0 ${width} ${bottom}" width="${width}" role="img">
<title>Changes of ${target.resourceId} by pressure</title>
<line x1="${MARGIN.left}" x2="${width - MARGIN.left}" y1="${y(0)}" y2="${y(0)}" class="zero"/>
<path d="${path}" class="step"/>
${columns.map(({ step, level }, index) => {
  const x = MARGIN.left + index * WIDTH + WIDTH / 2;
  const words = step ? wrapped(step.when) : ['neither'];
  return html`<text x="${x}" y="${y(level) - 7}" class="change">${step?.change ?? '0'}</text>
${words.map((line, number) => html`<text x="${x}" y="${y(-down.length) + 20 + number * 13}" class="when">${line}</text>
`)}`;
})}</svg>`;
}

/** Text in lines that fit below a step: at most six, the last one cut. */
function wrapped(text: string): string[] {
  const lines = text.split(' ').reduce<string[]>((found, word) => {
    const last = found[found.length - 1];
    return last !== undefined && last.length + word.length < LINE ? [...found.slice(0, -1), `${last} ${word}`] : [...found, word];
  }, []);
  return lines.length <= 6 ? lines : [...lines.slice(0, 5), `${lines[5]} …`];
}
