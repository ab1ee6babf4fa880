import type { ReactNode } from 'react'
import type { SecretName } from '../../api/connections.ts'
import { TextField } from '../../components/fields.tsx'
import { TextAreaField } from '../../components/text-area-field.tsx'
import { texts } from '../../languages/texts.ts'
import type { DraftFieldsProps } from './field-props.ts'

interface SecretFieldProps extends DraftFieldsProps {
  readonly name: SecretName
}

/** A secret; one that is kept already is not shown, and stays unless another one is written. */
export function SecretField({ name, draft, onChange, kept }: SecretFieldProps): ReactNode {
  const isKept = kept.includes(name)
  const field = {
    label: texts.clusters.secretNames[name],
    value: draft.secrets[name] ?? '',
    onChange: (value: string) => onChange({ secrets: { ...draft.secrets, [name]: value } }),
    ...(isKept && { placeholder: texts.clusters.secretKept }),
  }
  return name === 'privateKey' ? (
    <TextAreaField {...field} {...(!isKept && { placeholder: '-----BEGIN PRIVATE KEY-----' })} />
  ) : (
    <TextField {...field} isSecret />
  )
}
