import type { PatternNode, UnitTest } from './pattern-node.ts'

/** A step; without a jump the next one follows. */
export type Step =
  /** Reads one unit. */
  | { readonly kind: 'unit'; readonly accepts: UnitTest }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  /** Goes on at all of the targets. */
  | { readonly kind: 'split'; readonly targets: readonly number[] }
  | { readonly kind: 'match' }

/** Begins at 0; the last step, and only it, is the match. */
export type Program = readonly Step[]

/** What RE2 allows for one expression is of this order. */
const maxSteps = 10_000

/** Null when it would become too large. */
export function compile(node: PatternNode): Program | null {
  if (sizeOf(node) > maxSteps) return null
  const program: Step[] = []
  emit(node, program)
  program.push({ kind: 'match' })
  return program
}

/** How many steps the node takes, so that a small expression with large repetitions is refused before it is written out. */
function sizeOf(node: PatternNode): number {
  switch (node.kind) {
    case 'sequence':
      return node.parts.reduce((sum, part) => sum + sizeOf(part), 0)
    case 'choice':
      return node.options.reduce((sum, option) => sum + sizeOf(option) + 2, 0)
    case 'repeat':
      return (sizeOf(node.part) + 2) * Math.max(1, node.max ?? node.min + 1)
    default:
      return 1
  }
}

function emit(node: PatternNode, program: Step[]): void {
  switch (node.kind) {
    case 'sequence':
      for (const part of node.parts) emit(part, program)
      return
    case 'choice':
      emitChoice(node.options, program)
      return
    case 'repeat':
      for (let count = 0; count < node.min; count++) emit(node.part, program)
      if (node.max === null) emitLoop(node.part, program)
      else for (let count = node.min; count < node.max; count++) emitOptional(node.part, program)
      return
    default:
      program.push(node)
  }
}

function emitChoice(options: readonly PatternNode[], program: Step[]): void {
  const fork = reserve(program)
  const starts: number[] = []
  const ends: number[] = []
  for (const option of options) {
    starts.push(program.length)
    emit(option, program)
    ends.push(reserve(program))
  }
  program[fork] = { kind: 'split', targets: starts }
  for (const end of ends) program[end] = { kind: 'split', targets: [program.length] }
}

function emitLoop(part: PatternNode, program: Step[]): void {
  const fork = reserve(program)
  emit(part, program)
  program.push({ kind: 'split', targets: [fork] })
  program[fork] = { kind: 'split', targets: [fork + 1, program.length] }
}

function emitOptional(part: PatternNode, program: Step[]): void {
  const fork = reserve(program)
  emit(part, program)
  program[fork] = { kind: 'split', targets: [fork + 1, program.length] }
}

/** A place whose targets become known later. */
function reserve(program: Step[]): number {
  return program.push({ kind: 'split', targets: [] }) - 1
}
