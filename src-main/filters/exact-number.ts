/** A decimal number of any size: `digits` times ten to the power of `exponent`. */
interface Decimal {
  readonly digits: bigint
  readonly exponent: number
}

const decimalForm = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?$/

function decimalOf(text: string): Decimal | null {
  const match = decimalForm.exec(text.trim())
  if (!match) return null
  const [, sign = '', whole = '', fraction = '', power = '0'] = match
  if (whole === '' && fraction === '') return null
  const digits = BigInt(`${whole}${fraction}`.replace(/^0+(?=\d)/, '') || '0')
  return { digits: sign === '-' ? -digits : digits, exponent: Number(power) - fraction.length }
}

/**
 * Compares two numbers by their texts, exactly, however long they are: negative, 0 or positive as `a` is less, equal or
 * more. Null when one of them is not a number.
 */
export function compareExactly(a: string, b: string): number | null {
  const left = decimalOf(a)
  const right = decimalOf(b)
  if (left === null || right === null) return null
  const signs = signOf(left.digits) - signOf(right.digits)
  if (signs !== 0 || left.digits === 0n) return signs
  // Powers of ten far apart decide before numbers with a million digits are made.
  const magnitudes = magnitudeOf(left) - magnitudeOf(right)
  if (magnitudes !== 0) return magnitudes * signOf(left.digits)
  const exponent = Math.min(left.exponent, right.exponent)
  const scaled = ({ digits, exponent: own }: Decimal): bigint => digits * 10n ** BigInt(own - exponent)
  return signOf(scaled(left) - scaled(right))
}

function magnitudeOf({ digits, exponent }: Decimal): number {
  return String(digits < 0n ? -digits : digits).length + exponent
}

function signOf(value: bigint): number {
  return value < 0n ? -1 : value > 0n ? 1 : 0
}
