import { isLosslessNumber, parse, type LosslessNumber } from 'lossless-json'

/** What was decoded, as plain data. Numbers that JavaScript's would round or write otherwise are kept as their text. */
export type Plain =
  | null
  | boolean
  | string
  | number
  | bigint
  | LosslessNumber
  | readonly Plain[]
  | { readonly [name: string]: Plain }

// A number that JSON.parse could change, or whose text it would: many digits, an exponent, -0, a decimal that ends in 0.
// Where this stands inside a string it only costs time.
const riskyNumber = /-0|\d[eE]|\d{16}|\.\d*0(?!\d)|\.\d{16}/

/** Reads JSON and keeps every digit. @throws SyntaxError */
export function parseExactJson(text: string): Plain {
  return riskyNumber.test(text) || text.includes('"__proto__"') ? (parse(text) as Plain) : (JSON.parse(text) as Plain)
}

/** The text of a number as it was written; null when the value is none. */
export function numberText(value: Plain | undefined): string | null {
  if (typeof value === 'number' || typeof value === 'bigint') return Object.is(value, -0) ? '-0' : String(value)
  return isLosslessNumber(value) ? value.value : null
}

export function isPlainObject(value: Plain | undefined): value is { readonly [name: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value)
}

/** JSON with every digit; numbers that JSON has no form for (NaN, infinities) become strings. */
export function exactJsonText(value: Plain, indent = 0): string {
  return write(value, indent, '')
}

function write(value: Plain, indent: number, margin: string): string {
  const number = numberText(value)
  if (number !== null) return /^-?\d/.test(number) ? number : JSON.stringify(number)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const inner = margin + ' '.repeat(indent)
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  const parts = Array.isArray(value)
    ? value.map((each: Plain) => write(each, indent, inner))
    : Object.entries(value).map(
        ([name, each]) => `${JSON.stringify(name)}:${indent > 0 ? ' ' : ''}${write(each as Plain, indent, inner)}`,
      )
  if (parts.length === 0) return `${open}${close}`
  return indent === 0
    ? `${open}${parts.join(',')}${close}`
    : `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${margin}${close}`
}
