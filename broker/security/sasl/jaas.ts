import { SecuritySettingError } from '../security-setting-error.ts'

/** One entry of Java's login configuration: `package.LoginModule required name="value" ...;`. */
export interface JaasEntry {
  readonly loginModule: string
  readonly options: ReadonlyMap<string, string>
}

/** A blank, a comment, a text in quotes of either kind, a word, or one of the two signs. */
const tokenPattern =
  /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])*)'|([\w.$\-/+@:!#%&*~^]+)|([=;])/y

/**
 * Reads the value of `sasl.jaas.config`: exactly one entry. `property` is what it was set by, for the error.
 * @throws SecuritySettingError
 */
export function parseJaas(text: string, property: string): JaasEntry {
  const words = tokens(text)
  const invalid = (why: string) => new SecuritySettingError(`${property} cannot be understood: ${why}.`)
  if (words === null) throw invalid('it holds signs that do not belong there, or a quotation mark that is not closed')
  const [loginModule, flag] = words
  if (loginModule === undefined || isSign(loginModule)) throw invalid('it must begin with the name of a login module')
  if (flag === undefined || !/^(?:required|requisite|sufficient|optional)$/i.test(flag.text)) {
    throw invalid(`'required' must follow ${loginModule.text}`)
  }
  const options = new Map<string, string>()
  let position = 2
  for (; words[position]?.text !== ';' || words[position]?.quoted; position += 3) {
    const [name, equals, value] = words.slice(position, position + 3)
    if (name === undefined) throw invalid('its closing semicolon is missing')
    if (equals?.text !== '=' || value === undefined || isSign(value)) throw invalid(`${name.text} has no value`)
    options.set(name.text, value.text)
  }
  if (words.length > position + 1) throw invalid('it holds more than one login module')
  return { loginModule: loginModule.text, options }
}

interface Word {
  readonly text: string
  readonly quoted: boolean
}

function isSign({ text, quoted }: Word): boolean {
  return !quoted && (text === '=' || text === ';')
}

function tokens(text: string): Word[] | null {
  const words: Word[] = []
  tokenPattern.lastIndex = 0
  while (tokenPattern.lastIndex < text.length) {
    const match = tokenPattern.exec(text)
    if (match === null) return null
    const [, doubleQuoted, singleQuoted, word, sign] = match
    const quoted = doubleQuoted ?? singleQuoted
    if (quoted !== undefined) words.push({ text: unescaped(quoted), quoted: true })
    else if (word !== undefined || sign !== undefined) words.push({ text: word ?? sign ?? '', quoted: false })
  }
  return words
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
])

function unescaped(text: string): string {
  return text.replaceAll(/\\([\s\S])/g, (_, sign: string) => escapes.get(sign) ?? sign)
}
