import { derChild, derChildren, objectIdentifier, readDer, type DerValue } from './der.ts'

/*
 * The name of a certificate's subject as Java writes it (RFC 2253), because ACLs and mapping rules are compared with
 * that text: the most specific part first, and what has no keyword, or is no text, as its number and its DER in hex.
 */

const keywords: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.9', 'STREET'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['0.9.2342.19200300.100.1.1', 'UID'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
])

const stringTags: ReadonlyMap<number, 'utf8' | 'latin1' | 'utf16be'> = new Map([
  [0x0c, 'utf8'],
  [0x13, 'latin1'],
  [0x14, 'latin1'],
  [0x16, 'latin1'],
  [0x1b, 'latin1'],
  [0x1e, 'utf16be'],
])

/** The subject of a certificate in DER. @throws MalformedBytesError */
export function subjectName(certificate: Uint8Array): string {
  const signed = derChildren(derChild(readDer(certificate), 0))
  // The version is tagged and may be left out; then come serial number, signature, issuer, validity, subject.
  const subject = signed[signed[0]?.tag === 0xa0 ? 5 : 4]
  if (subject === undefined) return ''
  return derChildren(subject)
    .toReversed()
    .map((part) => derChildren(part).map(attributeText).join('+'))
    .join(',')
}

function attributeText(attribute: DerValue): string {
  const type = objectIdentifier(derChild(attribute, 0))
  const value = derChild(attribute, 1)
  const keyword = keywords.get(type)
  const text = stringText(value)
  if (keyword === undefined || text === null) {
    return `${keyword ?? type}=#${Buffer.from(value.bytes).toString('hex')}`
  }
  return `${keyword}=${escaped(text)}`
}

function stringText({ tag, contents }: DerValue): string | null {
  const encoding = stringTags.get(tag)
  if (encoding === undefined) return null
  const bytes = Buffer.from(contents)
  return encoding === 'utf16be' ? bytes.swap16().toString('utf16le') : bytes.toString(encoding)
}

function escaped(text: string): string {
  return text
    .replaceAll(/[,=+<>#;"\\]/g, (special) => `\\${special}`)
    .replaceAll('\0', String.raw`\00`)
    .replace(/^ +/, (blanks) => String.raw`\ `.repeat(blanks.length))
    .replace(/ +$/, (blanks) => String.raw`\ `.repeat(blanks.length))
}
