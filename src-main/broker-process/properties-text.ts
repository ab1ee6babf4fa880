export type Properties = readonly (readonly [name: string, value: string])[]

/** The lines of a properties file of Java. */
export function propertiesText(properties: Properties): string {
  return properties.map((property) => `${propertyLine(property)}\n`).join('')
}

export function propertyLine([name, value]: Properties[number]): string {
  return `${name}=${escapeValue(value)}`
}

/** Java reads properties as ISO 8859-1, drops blanks before a value and takes a backslash for the start of an escape. */
function escapeValue(value: string): string {
  return value
    .replaceAll('\\', '\\\\')
    .replace(/^ /, '\\ ')
    .replaceAll(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
