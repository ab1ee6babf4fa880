import { fileCodec } from '../decoding/topic-decoder.ts'
import { SchemaRegistry } from '../decoding/schema-registry.ts'
import { api } from './implementer.ts'
import { ProblemError } from './problem-error.ts'

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
    try {
      return { subjectCount: await new SchemaRegistry(input.registry).subjectCount() }
    } catch (error) {
      throw new ProblemError('UNREACHABLE', {
        what: 'The schema registry cannot be used.',
        why: error instanceof Error ? error.message : String(error),
        remedy: 'Check its address, and who you are to it.',
      })
    }
  }),
  schemaFiles: api.decoding.schemaFiles.handler(({ context }) =>
    context.decoding.schemaFiles().map(({ name, kind }) => ({ name, kind })),
  ),
  addSchemaFile: api.decoding.addSchemaFile.handler(async ({ context, input }) => {
    try {
      const { messageTypes } = fileCodec(input, context.decoding.schemaFiles())
      await context.decoding.addSchemaFile(input)
      return { messageTypes: [...messageTypes] }
    } catch (error) {
      throw new ProblemError('REJECTED', {
        what: `${input.name} cannot be used as a schema.`,
        why: error instanceof Error ? error.message : String(error),
        remedy: 'Correct it; add what it imports first, under the names that it imports it by.',
      })
    }
  }),
  removeSchemaFile: api.decoding.removeSchemaFile.handler(({ context, input }) =>
    context.decoding.removeSchemaFile(input.name),
  ),
}
