/** A number without the noise of binary fractions, which would stand in the template. */
export function precise(value: number): number {
  return Number(value.toPrecision(6));
}
