import type { ReactNode } from 'react'
import { Page, Section } from '../../components/page.tsx'
import { RegistryPanel } from './registry-panel.tsx'
import { SchemaFilesPanel } from './schema-files-panel.tsx'

/** With what schemas messages are read and written: of the cluster's registry, and of files. */
export function SchemasPage({ clusterId }: { clusterId: string }): ReactNode {
  return (
    <Page title="Schemas" isNarrow>
      <Section title="Schema registry">
        <RegistryPanel clusterId={clusterId} />
      </Section>
      <Section title="Schema files">
        <SchemaFilesPanel />
      </Section>
    </Page>
  )
}
