import { IWidget, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { InsightsSection } from './panel';

interface SectionHeading {
  readonly title: string;
  readonly question: string;
}

const HEADINGS: Record<InsightsSection, SectionHeading> = {
  [InsightsSection.PERFORMANCE]: { title: 'Performance', question: 'Is everything running well, and if not, which component is the problem?' },
  [InsightsSection.CAPACITY]: { title: 'Capacity', question: 'Do I have enough, where is headroom, can I fit another model?' },
  [InsightsSection.RELIABILITY]: {
    title: 'Reliability', question: 'Would it survive the loss of a zone, does scaling work, why are cold starts slow?',
  },
};

export function sectionTitle(section: InsightsSection): string {
  return HEADINGS[section].title;
}

/** A line across the dashboard above the panels of a section. */
export function sectionHeading(section: InsightsSection): IWidget {
  const { title, question } = HEADINGS[section];
  return wideText(`## ${title}\n${question}`, 2);
}

export function wideText(markdown: string, height: number): IWidget {
  return new TextWidget({ markdown, width: 24, height });
}
