import { setImmediate } from 'node:timers/promises'
import type { SchemaFile } from '../api/decoding.ts'
import { texts } from '../languages/texts.ts'
import { api } from './implementer.ts'
import { ProblemError } from './problem-error.ts'

/** None of a file whose imports have been removed since: it is told of where it is used. */
async function messageTypesOf(file: SchemaFile, others: readonly SchemaFile[]): Promise<string[]> {
  if (file.kind !== 'protobuf') return []
  const { fileCodec } = await import('../decoding/topic-decoder.ts')
  try {
    return [...fileCodec(file, others).messageTypes]
  } catch {
    return []
  }
}

type ListedFile = Pick<SchemaFile, 'name' | 'kind'> & { messageTypes: string[] }

/** What was found out of files as they stand: the store makes a new list of them with each change. */
const listed = new WeakMap<readonly SchemaFile[], Promise<ListedFile[]>>()

function listingOf(files: readonly SchemaFile[]): Promise<ListedFile[]> {
  const known = listed.get(files)
  if (known !== undefined) return known
  const listing = list(files)
  listed.set(files, listing)
  return listing
}

async function list(files: readonly SchemaFile[]): Promise<ListedFile[]> {
  const found: ListedFile[] = []
  for (const file of files) {
    found.push({ name: file.name, kind: file.kind, messageTypes: await messageTypesOf(file, files) })
    // Parsing takes the thread that serves the window: others have their turn in between.
    if (file.kind === 'protobuf') await setImmediate()
  }
  return found
}

export const decoding = {
  choice: api.decoding.choice.handler(({ context, input }) => context.decoding.choice(input.clusterId, input.topic)),
  remember: api.decoding.remember.handler(({ context, input }) =>
    context.decoding.remember(input.clusterId, input.scope, input.decoding),
  ),
  forget: api.decoding.forget.handler(({ context, input }) => context.decoding.forget(input.clusterId, input.scope)),
  registry: api.decoding.registry.handler(({ context, input }) => context.decoding.registry(input.clusterId)),
  setRegistry: api.decoding.setRegistry.handler(({ context, input }) =>
    context.decoding.setRegistry(input.clusterId, input.registry),
  ),
  testRegistry: api.decoding.testRegistry.handler(async ({ input }) => {
    const { SchemaRegistry } = await import('../decoding/schema-registry.ts')
    try {
      return { subjectCount: await new SchemaRegistry(input.registry).subjectCount() }
    } catch (error) {
      throw new ProblemError('UNREACHABLE', {
        what: texts.procedures.registryUnusable.what,
        why: error instanceof Error ? error.message : String(error),
        remedy: texts.procedures.registryUnusable.remedy,
      })
    }
  }),
  schemaFiles: api.decoding.schemaFiles.handler(({ context }) => listingOf(context.decoding.schemaFiles())),
  addSchemaFile: api.decoding.addSchemaFile.handler(async ({ context, input }) => {
    const { fileCodec } = await import('../decoding/topic-decoder.ts')
    try {
      const { messageTypes } = fileCodec(input, context.decoding.schemaFiles())
      await context.decoding.addSchemaFile(input)
      return { messageTypes: [...messageTypes] }
    } catch (error) {
      throw new ProblemError('REJECTED', {
        what: texts.procedures.schemaUnusable.what(input.name),
        why: error instanceof Error ? error.message : String(error),
        remedy: texts.procedures.schemaUnusable.remedy,
      })
    }
  }),
  removeSchemaFile: api.decoding.removeSchemaFile.handler(({ context, input }) =>
    context.decoding.removeSchemaFile(input.name),
  ),
}
