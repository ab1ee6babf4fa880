import type { ReactNode } from 'react'
import { Page, Section } from '../../components/page.tsx'
import { RegistryPanel } from './registry-panel.tsx'
import { SchemaFilesPanel } from './schema-files-panel.tsx'
import { texts } from '../../languages/texts.ts'

/** With what schemas messages are read and written: of the cluster's registry, and of files. */
export function SchemasPage({ clusterId }: { clusterId: string }): ReactNode {
  return (
    <Page title={texts.schemas.schemas} isNarrow>
      <Section title={texts.schemas.schemaRegistry}>
        <RegistryPanel clusterId={clusterId} />
      </Section>
      <Section title={texts.schemas.schemaFiles}>
        <SchemaFilesPanel />
      </Section>
    </Page>
  )
}
