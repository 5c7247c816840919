import { Column, IWidget, Row } from 'aws-cdk-lib/aws-cloudwatch';

/**
 * Widgets that are made when the dashboard is synthesised, so that a component which is added after the dashboard is on it.
 */
export class DeferredWidget implements IWidget {
  public readonly width = 24;
  private made?: Column;

  public constructor(private readonly make: () => IWidget[][]) {}

  public get height(): number {
    return this.column.height;
  }

  public position(x: number, y: number): void {
    this.column.position(x, y);
  }

  public toJson(): any[] {
    return this.column.toJson();
  }

  private get column(): Column {
    this.made ??= new Column(...this.make().map((row) => new Row(...row)));
    return this.made;
  }
}
