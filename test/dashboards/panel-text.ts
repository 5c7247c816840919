import { BodyWidget, metrics, promQl, texts, titles, unit } from './support';

/** A panel as text for reviews: each chart with its view and unit, and below it one query per line. */
export function panelText(widgets: BodyWidget[]): string {
  return widgets.map((widget) => {
    switch (widget.type) {
      case 'text':
        return texts([widget])[0];
      case 'alarm':
        return `${titles([widget])[0]} [alarm tiles]`;
      default:
        return [
          `${widget.properties.title} [${widget.properties.view}, ${widget.width}x${widget.height}, ${unit(widget)}]`,
          ...(widget.type === 'chart' ? promQl(widget) : metrics(widget)).map((query) => `  ${query}`),
        ].join('\n');
    }
  }).join('\n');
}
