import { IconX } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { client, queries } from '../../api/client.ts'
import type { SchemaKind } from '../../api/decoding.ts'
import { problemOf } from '../../api/problem.ts'
import { Badge } from '../../components/badge.tsx'
import { Button, IconButton } from '../../components/button.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { FieldGrid } from '../../components/field-grid.tsx'
import { SelectField, TextField } from '../../components/fields.tsx'
import { FileButton } from '../../components/file-button.tsx'
import { Row, Spacer, Stack } from '../../components/layout.tsx'
import { Panel } from '../../components/page.tsx'
import { LongTextField } from '../../components/suggest-field.tsx'
import { Dim, Mono } from '../../components/text.tsx'
import { texts } from '../../languages/texts.ts'

const kinds = () =>
  [
    { value: 'avro', label: 'Avro' },
    { value: 'protobuf', label: 'Protobuf' },
    { value: 'json-schema', label: texts.schemas.jsonSchema },
  ] as const

function kindOf(name: string): SchemaKind {
  if (/\.proto$/i.test(name)) return 'protobuf'
  return /\.(avsc|avro)$/i.test(name) ? 'avro' : 'json-schema'
}

/** Schemas that no registry has: of files, for any cluster. */
export function SchemaFilesPanel(): ReactNode {
  const cache = useQueryClient()
  const files = useQuery(queries.decoding.schemaFiles.queryOptions()).data ?? []
  const [draft, setDraft] = useState({ name: '', kind: 'avro' as SchemaKind, text: '' })
  const changed = (): Promise<void> => cache.invalidateQueries({ queryKey: queries.decoding.key() })
  const add = useMutation(
    queries.decoding.addSchemaFile.mutationOptions({
      onSuccess: async () => {
        setDraft({ name: '', kind: 'avro', text: '' })
        await changed()
      },
    }),
  )
  const choose = async (file: File): Promise<void> =>
    setDraft({ name: file.name, kind: kindOf(file.name), text: await file.text() })
  return (
    <Panel>
      <Stack gap={14}>
        <Dim>{texts.schemas.whatAFileImports}</Dim>
        {files.map((file) => (
          <SchemaFileRow key={file.name} {...file} onRemoved={changed} />
        ))}
        <FieldGrid>
          <TextField
            label={texts.schemas.fileName}
            isMonospace
            placeholder="order.avsc"
            value={draft.name}
            onChange={(name) => setDraft({ ...draft, name, kind: name.includes('.') ? kindOf(name) : draft.kind })}
          />
          <SelectField
            label={texts.schemas.kind}
            value={draft.kind}
            options={kinds()}
            onChange={(kind) => setDraft({ ...draft, kind })}
          />
        </FieldGrid>
        <LongTextField
          label={texts.schemas.schema}
          rows={5}
          value={draft.text}
          onChange={(text) => setDraft({ ...draft, text })}
        />
        {add.error && <ErrorView problem={problemOf(add.error, texts.schemas.theSchemaWasNot)} />}
        <Row gap={10}>
          <FileButton accept=".avsc,.proto,.json" onFile={(file) => void choose(file)}>
            {texts.schemas.chooseAFile}
          </FileButton>
          <Button
            tone="primary"
            isBusy={add.isPending}
            isDisabled={draft.name.trim() === '' || draft.text.trim() === ''}
            onClick={() => add.mutate({ ...draft, name: draft.name.trim() })}
          >
            {texts.schemas.addSchema}
          </Button>
        </Row>
      </Stack>
    </Panel>
  )
}

interface SchemaFileRowProps {
  readonly name: string
  readonly kind: SchemaKind
  readonly onRemoved: () => Promise<void>
}

function SchemaFileRow({ name, kind, onRemoved }: SchemaFileRowProps): ReactNode {
  return (
    <Row gap={10} isOneLine>
      <Mono>{name}</Mono>
      <Badge>{kinds().find(({ value }) => value === kind)?.label ?? kind}</Badge>
      <Spacer />
      <IconButton
        label={texts.schemas.remove(name)}
        onClick={() => void client.decoding.removeSchemaFile({ name }).then(onRemoved)}
      >
        <IconX size={14} />
      </IconButton>
    </Row>
  )
}
