import { isPlainObject, type Plain } from '../decoding/exact-json.ts'
import { FilterSyntaxError } from './filter-syntax-error.ts'
import { texts } from '../languages/texts.ts'

/** A name, an index, or `*` for every item of a list or member of an object. */
export type PathStep = { readonly name: string } | { readonly index: number } | { readonly every: true }

const stepForm = /\.?([^.[\]"]+)|\[(\d+)\]|\[(\*)\]|\.?(\*)(?=$|[.[])|\["((?:[^"\\]|\\.)*)"\]/y

/** Reads `user.items[0].name`, `items[*].name`, `["odd.name"].x`. @throws FilterSyntaxError */
export function parsePath(text: string): PathStep[] {
  const steps: PathStep[] = []
  const path = text.trim().replace(/^\$\.?/, '')
  stepForm.lastIndex = 0
  let at = 0
  while (at < path.length) {
    stepForm.lastIndex = at
    const match = stepForm.exec(path)
    if (!match) throw new FilterSyntaxError(texts.filters.pathUnreadable(text, at + 1))
    const [whole, name, index, every, star, quoted] = match
    if (every !== undefined || star !== undefined || name === '*') steps.push({ every: true })
    else if (index !== undefined) steps.push({ index: Number(index) })
    else if (quoted !== undefined) steps.push({ name: JSON.parse(`"${quoted}"`) as string })
    else if (name !== undefined) steps.push({ name })
    at += whole.length
  }
  return steps
}

/** A step to a member, as `parsePath` reads it. */
export function memberStep(name: string): string {
  return /^[A-Za-z_$][\w$-]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`
}

/** Every value that the path leads to: none, one, or with `*` several. */
export function valuesAt(root: Plain, steps: readonly PathStep[]): Plain[] {
  let values: Plain[] = [root]
  for (const step of steps) values = values.flatMap((value) => stepInto(value, step))
  return values
}

function membersOf(value: Plain): Plain[] {
  if (Array.isArray(value)) return [...(value as readonly Plain[])]
  return isPlainObject(value) ? Object.values(value) : []
}

function stepInto(value: Plain, step: PathStep): Plain[] {
  if ('every' in step) return membersOf(value)
  const key = 'index' in step ? step.index : step.name
  if (Array.isArray(value)) {
    const found: unknown = typeof key === 'number' || /^\d+$/.test(key) ? value[Number(key)] : undefined
    return found === undefined ? [] : [found as Plain]
  }
  if (!isPlainObject(value) || !Object.hasOwn(value, key)) return []
  const member = value[key]
  return member === undefined ? [] : [member]
}
