/// <reference lib="dom" />
/* Draws the charts of a page as they come into sight, in the situation that is chosen. */
import { Draw, Frame } from './frame';
import { Theme } from './option';
import { DATA_ELEMENT, PageData } from '../page-data';

/** How far outside of the window charts are drawn already. */
const MARGIN = '400px';

class Page {
  private readonly frames = new Map<Element, Frame>();
  private readonly inSight = new Set<Frame>();
  private situation = 0;

  public constructor(private readonly data: PageData, picture: Draw) {
    const observer = new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) =>
      this.sight(this.frames.get(target)!, isIntersecting)), { rootMargin: MARGIN });
    const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => this.frames.get(target)?.resize()));
    document.querySelectorAll<HTMLElement>('[data-widget] > .plot').forEach((place) => {
      const [dashboard, widget] = place.parentElement!.dataset.widget!.split('/');
      this.frames.set(place, new Frame(data, data.charts[dashboard][widget], place, picture));
      observer.observe(place);
      sizes.observe(place);
    });
  }

  /** Chooses a situation by its id. */
  public choose(id: string): void {
    this.situation = Math.max(this.data.situations.findIndex((situation) => situation.id === id), 0);
    document.querySelectorAll('.situation-text').forEach((element) => {
      element.textContent = this.data.situations[this.situation].text;
    });
    this.redraw(this.inSight);
  }

  /** Draws all of some charts anew, by default those in sight. */
  public redraw(frames: Iterable<Frame> = this.inSight): void {
    const theme = currentTheme();
    [...frames].forEach((frame) => frame.draw(this.situation, theme));
  }

  public all(): Iterable<Frame> {
    return this.frames.values();
  }

  private sight(frame: Frame, isInSight: boolean): void {
    if (isInSight && !this.inSight.has(frame)) {
      this.inSight.add(frame);
      frame.draw(this.situation, currentTheme());
    } else if (!isInSight) {
      this.inSight.delete(frame);
      frame.clear();
    }
  }
}

function currentTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string) => style.getPropertyValue(name).trim();
  return { ink: color('--ink'), soft: color('--soft'), line: color('--line'), card: color('--card') };
}

/** Draws the page that the script stands in. */
export function start(draw: Draw): void {
  const page = new Page(JSON.parse(document.getElementById(DATA_ELEMENT)!.textContent!), draw);
  const choices = [...document.querySelectorAll<HTMLInputElement>('input[name="situation"]')];
  choices.forEach((choice) => choice.addEventListener('change', () => page.choose(choice.value)));
  // Browsers keep the choice when a page is loaded again.
  page.choose(choices.find(({ checked }) => checked)?.value ?? '');
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => page.redraw());
  addEventListener('beforeprint', () => page.redraw(page.all()));
}
