import type { ReactNode } from 'react'
import { FieldGrid } from '../../components/field-grid.tsx'
import { SelectField, TextField } from '../../components/fields.tsx'
import { Stack } from '../../components/layout.tsx'
import { texts } from '../../languages/texts.ts'
import type { ConnectionDraft } from './connection-draft.ts'
import type { DraftFieldsProps } from './field-props.ts'
import { LoginFields } from './login-fields.tsx'
import { MarksFields } from './marks-fields.tsx'
import { TlsFields } from './tls-fields.tsx'

/** Everything about a connection. What a choice does not need is not shown. */
export function ConnectionFields(props: DraftFieldsProps): ReactNode {
  const { draft, onChange, issues } = props
  return (
    <Stack gap={14}>
      <FieldGrid>
        <TextField
          label={texts.clusters.bootstrapServers}
          placeholder={texts.clusters.bootstrapExample}
          value={draft.bootstrapServers}
          onChange={(bootstrapServers) => onChange({ bootstrapServers })}
          error={issues.get('bootstrapServers')}
          isMonospace
          hasInitialFocus
        />
        <TextField
          label={texts.clusters.optionalName}
          placeholder={texts.clusters.namePlaceholder}
          value={draft.name}
          onChange={(name) => onChange({ name })}
          error={issues.get('name')}
        />
      </FieldGrid>
      <FieldGrid>
        <SelectField
          label={texts.clusters.encryption}
          value={draft.isEncrypted ? 'tls' : 'none'}
          options={[
            { value: 'none', label: texts.clusters.noEncryption },
            { value: 'tls', label: 'TLS' },
          ]}
          onChange={(value) => onChange({ isEncrypted: value === 'tls' })}
        />
        <SelectField
          label={texts.clusters.login}
          value={draft.mechanism}
          options={mechanismOptions()}
          onChange={(mechanism) => onChange({ mechanism })}
        />
      </FieldGrid>
      {draft.isEncrypted && <TlsFields {...props} />}
      <LoginFields {...props} />
      <MarksFields {...props} />
    </Stack>
  )
}

function mechanismOptions(): { value: ConnectionDraft['mechanism']; label: string }[] {
  return [
    { value: 'none', label: texts.clusters.noLogin },
    { value: 'PLAIN', label: 'SASL PLAIN' },
    { value: 'SCRAM-SHA-256', label: 'SASL SCRAM-SHA-256' },
    { value: 'SCRAM-SHA-512', label: 'SASL SCRAM-SHA-512' },
    { value: 'OAUTHBEARER', label: texts.clusters.oauth },
    { value: 'AWS_MSK_IAM', label: 'AWS MSK IAM' },
    { value: 'GSSAPI', label: texts.clusters.kerberos },
  ]
}
