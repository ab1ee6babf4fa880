import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { client, queries } from '../../api/client.ts'
import type { RegistryPlace } from '../../api/decoding.ts'
import { problemOf } from '../../api/problem.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { FieldGrid } from '../../components/field-grid.tsx'
import { SelectField, TextField } from '../../components/fields.tsx'
import { Row, Stack } from '../../components/layout.tsx'
import { Panel } from '../../components/page.tsx'
import { Dim } from '../../components/text.tsx'
import { formatCountOf } from '../../formatting/counts.ts'

interface RegistryDraft {
  readonly url: string
  readonly authKind: 'none' | 'basic' | 'bearer'
  readonly user: string
  readonly secret: string
}

const NONE: RegistryDraft = { url: '', authKind: 'none', user: '', secret: '' }
const AUTH_KINDS = [
  { value: 'none', label: 'Anyone may use it' },
  { value: 'basic', label: 'User and password' },
  { value: 'bearer', label: 'Token' },
] as const

/** The registry of a cluster. It is asked before it is kept; its secret stays in memory. */
export function RegistryPanel({ clusterId }: { clusterId: string }): ReactNode {
  const cache = useQueryClient()
  const { data: saved } = useQuery(queries.decoding.registry.queryOptions({ input: { clusterId } }))
  const [written, setWritten] = useState<RegistryDraft | null>(null)
  const draft = written ?? (saved ? { ...NONE, ...saved } : NONE)
  const change = (part: Partial<RegistryDraft>): void => setWritten({ ...draft, ...part })
  const keep = useMutation({
    mutationFn: async (registry: RegistryPlace | null) => {
      const found = registry === null ? null : await client.decoding.testRegistry({ registry })
      await client.decoding.setRegistry({ clusterId, registry })
      return found
    },
    onSuccess: async () => {
      setWritten(null)
      await Promise.all(
        [queries.decoding.key(), queries.messages.key(), queries.producing.key()].map((queryKey) =>
          cache.invalidateQueries({ queryKey }),
        ),
      )
    },
  })
  return (
    <Panel>
      <Stack gap={14}>
        <Dim>
          Messages that name a schema are read with it, and can be written with it. Any registry that speaks Confluent’s
          interface will do. A registry that is down hides no message.
        </Dim>
        <RegistryFields draft={draft} onChange={change} />
        {saved?.needsSecret === true && written === null && (
          <Badge tone="warn">Its secret is kept in memory only: enter it again</Badge>
        )}
        {keep.error && <ErrorView problem={problemOf(keep.error, 'The schema registry cannot be used.')} />}
        <Row gap={10}>
          <Button
            tone="primary"
            isBusy={keep.isPending}
            isDisabled={draft.url.trim() === ''}
            onClick={() => keep.mutate(placeOf(draft))}
          >
            Test and save
          </Button>
          {saved && (
            <Button
              onClick={() => {
                setWritten(NONE)
                keep.mutate(null)
              }}
            >
              Use none
            </Button>
          )}
          <span role="status">
            {keep.data && `It answers, with ${formatCountOf(keep.data.subjectCount, 'subject')}.`}
          </span>
        </Row>
      </Stack>
    </Panel>
  )
}

function placeOf({ url, authKind, user, secret }: RegistryDraft): RegistryPlace {
  if (authKind === 'basic') return { url: url.trim(), auth: { kind: 'basic', user, password: secret } }
  return { url: url.trim(), auth: authKind === 'bearer' ? { kind: 'bearer', token: secret } : { kind: 'none' } }
}

interface RegistryFieldsProps {
  readonly draft: RegistryDraft
  readonly onChange: (change: Partial<RegistryDraft>) => void
}

function RegistryFields({ draft, onChange }: RegistryFieldsProps): ReactNode {
  return (
    <>
      <TextField
        label="Address"
        isMonospace
        placeholder="http://localhost:8081"
        value={draft.url}
        onChange={(url) => onChange({ url })}
      />
      <FieldGrid>
        <SelectField
          label="Who you are to it"
          value={draft.authKind}
          options={AUTH_KINDS}
          onChange={(authKind) => onChange({ authKind })}
        />
        {draft.authKind === 'basic' && (
          <TextField label="User" value={draft.user} onChange={(user) => onChange({ user })} />
        )}
        {draft.authKind !== 'none' && (
          <TextField
            label={draft.authKind === 'basic' ? 'Password' : 'Token'}
            isSecret
            value={draft.secret}
            onChange={(secret) => onChange({ secret })}
          />
        )}
      </FieldGrid>
    </>
  )
}
