/** Prints one figure. */
export function say(name: string, value: number, rest: string): void {
  process.stdout.write(`  ${name.padEnd(58)}${value.toPrecision(4).padStart(10)} ${rest}\n`)
}

/** The number as the screen writes it, with something between its thousands. */
export function grouped(count: number): RegExp {
  return new RegExp(`(^|\\D)${String(count).replaceAll(/\B(?=(\d{3})+$)/g, String.raw`\D?`)}(\\D|$)`)
}
