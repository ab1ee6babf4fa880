import type { ReactNode } from 'react'
import { FieldGrid } from '../../components/field-grid.tsx'
import { SelectField, SwitchField, TextField } from '../../components/fields.tsx'
import { Stack } from '../../components/layout.tsx'
import { TextAreaField } from '../../components/text-area-field.tsx'
import { texts } from '../../languages/texts.ts'
import type { StoreDraft, StoreKind } from './connection-draft.ts'
import { isStoreWithPassword } from './connection-draft.ts'
import type { DraftFieldsProps } from './field-props.ts'
import { SecretField } from './secret-field.tsx'

/** Whom the console trusts, and what it shows of itself. */
export function TlsFields(props: DraftFieldsProps): ReactNode {
  const { draft, onChange } = props
  return (
    <Stack gap={12}>
      <StoreFields {...props} of="trust" />
      <StoreFields {...props} of="identity" />
      <SwitchField
        label={texts.clusters.checksHostName}
        description={texts.clusters.checksHostNameDetail}
        isOn={draft.checksHostName}
        onChange={(checksHostName) => onChange({ checksHostName })}
      />
    </Stack>
  )
}

function StoreFields(props: DraftFieldsProps & { readonly of: 'trust' | 'identity' }): ReactNode {
  const { draft, onChange, issues, of } = props
  const store = draft[of]
  const isOwn = of === 'identity'
  const change = (changed: Partial<StoreDraft>): void => onChange({ [of]: { ...store, ...changed } })
  const words = texts.clusters[of]
  return (
    <FieldGrid>
      <SelectField<StoreKind>
        label={words.label}
        value={store.kind}
        options={[
          { value: 'none', label: words.none },
          { value: 'PEM', label: texts.clusters.pemFile },
          { value: 'PKCS12', label: texts.clusters.pkcs12File },
          { value: 'JKS', label: texts.clusters.jksFile },
          { value: 'text', label: texts.clusters.pemText },
        ]}
        onChange={(kind) => change({ kind })}
      />
      {store.kind !== 'none' && store.kind !== 'text' && (
        <TextField
          label={words.path}
          value={store.path}
          onChange={(path) => change({ path })}
          error={issues.get(`security.tls.${of}.path`)}
          placeholder="/etc/kafka/…"
          isMonospace
        />
      )}
      {isOwn && store.kind === 'PEM' && (
        <TextField
          label={texts.clusters.keyPath}
          value={store.keyPath}
          onChange={(keyPath) => change({ keyPath })}
          isMonospace
        />
      )}
      {store.kind === 'text' && (
        <TextAreaField
          label={words.text}
          value={store.text}
          onChange={(text) => change({ text })}
          placeholder="-----BEGIN CERTIFICATE-----"
        />
      )}
      {isOwn && store.kind === 'text' && <SecretField {...props} name="privateKey" />}
      {isStoreWithPassword(store.kind) && (
        <SecretField {...props} name={isOwn ? 'keyStorePassword' : 'trustStorePassword'} />
      )}
      {isOwn && store.kind !== 'none' && <SecretField {...props} name="keyPassword" />}
    </FieldGrid>
  )
}
