/** What a template of messages is to hold, before it is written. */
export type TemplateShape =
  | { readonly kind: 'object'; readonly members: readonly (readonly [name: string, shape: TemplateShape])[] }
  | { readonly kind: 'list'; readonly items: readonly TemplateShape[] }
  /** Made up for each message by what stands in the braces; `isText`: within quotes. */
  | { readonly kind: 'made'; readonly expression: string; readonly isText: boolean }
  /** The same in each message: JSON. */
  | { readonly kind: 'fixed'; readonly json: string }

export const madeText = (expression: string): TemplateShape => ({ kind: 'made', expression, isText: true })
export const madeValue = (expression: string): TemplateShape => ({ kind: 'made', expression, isText: false })
export const fixed = (value: unknown): TemplateShape => ({ kind: 'fixed', json: JSON.stringify(value) ?? 'null' })

export const wholeNumber = madeValue('number.int({"min":0,"max":1000})')
export const fraction = madeValue('number.float({"min":0,"max":1000,"fractionDigits":2})')
export const truth = madeValue('datatype.boolean')
export const oneOf = (values: readonly unknown[]): TemplateShape => {
  const isText = values.every((value) => typeof value === 'string')
  return { kind: 'made', expression: `helpers.arrayElement(${JSON.stringify(values)})`, isText }
}

/** By what a field is called. */
const byName: readonly (readonly [pattern: RegExp, expression: string])[] = [
  [/e-?mail/i, 'internet.email'],
  [/uuid|guid|(^|_)id$|Id$/, 'string.uuid'],
  [/first_?name/i, 'person.firstName'],
  [/last_?name|surname/i, 'person.lastName'],
  [/company|vendor|merchant/i, 'company.name'],
  [/product|item|article/i, 'commerce.productName'],
  [/city|town/i, 'location.city'],
  [/country/i, 'location.country'],
  [/street|address/i, 'location.streetAddress'],
  [/zip|postal/i, 'location.zipCode'],
  [/phone|mobile/i, 'phone.number'],
  [/url|link|href/i, 'internet.url'],
  [/(^|_)ip(_|$)|ipAddress/i, 'internet.ip'],
  [/currency/i, 'finance.currencyCode'],
  [/colou?r/i, 'color.human'],
  [/user|login|nick/i, 'internet.username'],
  [/name|customer|person|author|owner/i, 'person.fullName'],
  [/text|comment|description|message|note/i, 'lorem.sentence'],
]

/** A text that may stand in a field of that name. */
export function textFor(name: string): TemplateShape {
  return madeText(byName.find(([pattern]) => pattern.test(name))?.[1] ?? 'lorem.word')
}

export function writeTemplate(shape: TemplateShape, margin = ''): string {
  const inner = `${margin}  `
  switch (shape.kind) {
    case 'fixed':
      return shape.json
    case 'made':
      return shape.isText ? `"{{${shape.expression}}}"` : `{{${shape.expression}}}`
    case 'list':
      return `[${shape.items.map((item) => writeTemplate(item, margin)).join(', ')}]`
    case 'object': {
      const members = shape.members.map(
        ([name, each]) => `${inner}${JSON.stringify(name)}: ${writeTemplate(each, inner)}`,
      )
      return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${margin}}`
    }
  }
}
