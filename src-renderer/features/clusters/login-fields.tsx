import type { ReactNode } from 'react'
import { FieldGrid } from '../../components/field-grid.tsx'
import { SelectField, TextField } from '../../components/fields.tsx'
import { Stack } from '../../components/layout.tsx'
import { Notice } from '../../components/notice.tsx'
import { TextAreaField } from '../../components/text-area-field.tsx'
import { texts } from '../../languages/texts.ts'
import type { ConnectionDraft } from './connection-draft.ts'
import type { DraftFieldsProps } from './field-props.ts'
import { SecretField } from './secret-field.tsx'

/** Who the console is to the cluster. */
export function LoginFields(props: DraftFieldsProps): ReactNode {
  switch (props.draft.mechanism) {
    case 'none':
      return null
    case 'GSSAPI':
      return <Notice tone="warn">{texts.clusters.noKerberos}</Notice>
    case 'OAUTHBEARER':
      return <OAuthFields {...props} />
    case 'AWS_MSK_IAM':
      return <AwsFields {...props} />
    default:
      return (
        <FieldGrid>
          <LoginText {...props} name="username" label={texts.clusters.username} />
          <SecretField {...props} name="password" />
        </FieldGrid>
      )
  }
}

function OAuthFields(props: DraftFieldsProps): ReactNode {
  const { draft, onChange } = props
  return (
    <Stack gap={12}>
      <LoginText
        {...props}
        name="tokenEndpoint"
        label={texts.clusters.tokenEndpoint}
        placeholder={texts.clusters.tokenEndpointExample}
      />
      <FieldGrid>
        <LoginText {...props} name="clientId" label={texts.clusters.clientId} />
        <SecretField {...props} name="clientSecret" />
        <LoginText {...props} name="scope" label={texts.clusters.scope} />
      </FieldGrid>
      <TextAreaField
        label={texts.clusters.extensions}
        description={texts.clusters.extensionsDetail}
        value={draft.extensions}
        onChange={(extensions) => onChange({ extensions })}
        placeholder={texts.clusters.extensionsExample}
        rows={2}
      />
    </Stack>
  )
}

function AwsFields(props: DraftFieldsProps): ReactNode {
  const { draft, onChange } = props
  return (
    <FieldGrid>
      <SelectField
        label={texts.clusters.awsCredentials}
        value={draft.credentials}
        options={[
          { value: 'keys', label: texts.clusters.awsKeys },
          { value: 'environment', label: texts.clusters.awsEnvironment },
          { value: 'profile', label: texts.clusters.awsProfile },
        ]}
        onChange={(credentials) => onChange({ credentials })}
      />
      <LoginText {...props} name="region" label={texts.clusters.region} placeholder={texts.clusters.regionByName} />
      {draft.credentials === 'profile' && <LoginText {...props} name="profile" label={texts.clusters.profile} />}
      {draft.credentials === 'keys' && (
        <>
          <LoginText {...props} name="accessKeyId" label={texts.clusters.accessKeyId} />
          <SecretField {...props} name="secretAccessKey" />
          <SecretField {...props} name="sessionToken" />
        </>
      )}
    </FieldGrid>
  )
}

type LoginTextName = 'username' | 'tokenEndpoint' | 'clientId' | 'scope' | 'region' | 'accessKeyId' | 'profile'

interface LoginTextProps extends DraftFieldsProps {
  readonly name: LoginTextName & keyof ConnectionDraft
  readonly label: string
  readonly placeholder?: string
}

function LoginText({ name, label, placeholder, draft, onChange, issues }: LoginTextProps): ReactNode {
  const error = issues.get(`security.login.${name}`) ?? issues.get(`security.login.credentials.${name}`)
  return (
    <TextField
      label={label}
      value={draft[name]}
      onChange={(value) => onChange({ [name]: value })}
      error={error}
      {...(placeholder !== undefined && { placeholder })}
    />
  )
}
