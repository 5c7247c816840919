/* Reads the charts of one dashboard on a page. */
import { Locator, Page } from 'playwright-core';

const MILLISECONDS = 5000;

export class PageProbe {
  public constructor(private readonly page: Page, private readonly dashboard: string) {
    page.setDefaultTimeout(MILLISECONDS);
  }

  /** Chooses a situation as a reader would. */
  public async choose(title: string): Promise<void> {
    await this.page.locator('.situations label', { hasText: title }).click();
  }

  /** The texts in the picture of a chart. */
  public async texts(title: string): Promise<string[]> {
    return (await this.drawn(title)).locator('svg text').allTextContents();
  }

  /** The names of its series. */
  public async legend(title: string): Promise<string[]> {
    return (await this.drawn(title)).locator('.legend li').allTextContents();
  }

  /** The shapes of its curves. */
  public async curves(title: string): Promise<Array<string | null>> {
    const paths = await (await this.drawn(title)).locator('svg path[fill="none"]').all();
    return Promise.all(paths.map((path) => path.getAttribute('d')));
  }

  /** How many shapes of a colour it has. */
  public async cells(title: string, color: string): Promise<number> {
    const rgb = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16)).join(',');
    return (await this.drawn(title)).locator(`svg path[fill="rgb(${rgb})"], svg path[fill="${color}"]`).count();
  }

  /** The number that it shows. */
  public async figure(title: string): Promise<string | null> {
    return (await this.drawn(title)).locator('strong').first().textContent();
  }

  /** All text of its plot. */
  public async plot(title: string): Promise<string> {
    return (await (await this.drawn(title)).locator('.plot').textContent()) ?? '';
  }

  public async scrollTo(title: string): Promise<void> {
    await this.drawn(title);
    await this.page.evaluate('scrollBy(0, -60)');
    // What has come into sight is drawn with the next frames.
    await this.page.waitForTimeout(MILLISECONDS / 10);
  }

  private async drawn(title: string): Promise<Locator> {
    const widget = this.page.locator(`#dashboard-${this.dashboard} .widget.chart`)
      .filter({ has: this.page.locator('h3', { hasText: title }) }).first();
    await widget.evaluate((element: { scrollIntoView(options: object): void }) => element.scrollIntoView({ block: 'start', behavior: 'instant' }));
    await widget.locator('.plot > *').first().waitFor({ state: 'attached' });
    return widget;
  }
}
