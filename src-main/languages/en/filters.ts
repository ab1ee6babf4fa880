export const filters = {
  noTime: (value: string) => `${value} is no time: write milliseconds since 1970, or 2026-01-31T12:00:00Z.`,
  pathUnreadable: (path: string, character: number) =>
    `The path ${path} cannot be read from character ${character} on.`,
  unusable: 'The filter cannot be used.',
  correctIt: 'Correct it and try again.',
}
