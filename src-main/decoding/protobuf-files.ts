import protobuf from 'protobufjs'
import descriptor, { type IFeatureSet, type IFileDescriptorProto } from 'protobufjs/ext/descriptor.js'
import { DecodeError } from './decode-error.ts'
import { texts } from '../languages/texts.ts'

/** A declaration has spaces and punctuation. */
const isCompiled = (text: string): boolean => /^[A-Za-z0-9+/]+={0,2}$/.test(text.trim())

/**
 * Puts what one file declares into a root; names are resolved later, when all files are there. The file is its text, or
 * compiled (a FileDescriptorProto in base64), as Confluent's clients for Python, Go and .NET give it to a registry; not
 * every registry makes a text of that.
 * @throws Error when it cannot be read
 */
export function addProtobufFile(root: protobuf.Root, text: string): void {
  if (!isCompiled(text)) {
    protobuf.parse(text, root, { keepCase: true })
    return
  }
  const file = descriptor.FileDescriptorProto.decode(Buffer.from(text, 'base64')) as IFileDescriptorProto
  const space = file.package ? root.define(file.package) : root
  const { features = {} } = (file.options ?? {}) as WithFeatures
  const context = { edition: editionOf(file), features, keepCase: true }
  for (const each of file.messageType ?? []) space.add(protobuf.Type.fromDescriptor(each, context))
  for (const each of file.enumType ?? []) space.add(protobuf.Enum.fromDescriptor(each, context))
}

/** The library knows it, and its types do not. */
interface WithFeatures {
  readonly features?: IFeatureSet
}

/** Numbers of descriptor.proto's Edition. */
const editions: ReadonlyMap<unknown, string> = new Map([
  [1000, '2023'],
  [1001, '2024'],
])

function editionOf({ syntax, edition }: IFileDescriptorProto): string {
  if (syntax !== 'editions') return syntax || 'proto2'
  const known = editions.get(edition)
  if (known === undefined) throw new DecodeError(texts.decoding.unknownEdition(String(edition)))
  return known
}
