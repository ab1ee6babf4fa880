import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import { whyNoBootstrapServers } from '../../api/input-rules.ts'
import { problemOf } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { TextField } from '../../components/fields.tsx'
import { Row, Stack } from '../../components/layout.tsx'

/** Connects once to see that it works, saves the cluster, and opens it. */
export function ConnectForm({ onCancel }: { onCancel: () => void }): ReactNode {
  const navigate = useNavigate()
  const cache = useQueryClient()
  const [servers, setServers] = useState('')
  const [name, setName] = useState('')
  const [isTried, setIsTried] = useState(false)
  const whyNot = whyNoBootstrapServers(servers)
  const connect = useMutation(
    queries.clusters.connect.mutationOptions({
      onSuccess: async (cluster) => {
        await cache.invalidateQueries({ queryKey: queries.clusters.list.key() })
        await navigate({ to: '/clusters/$clusterId', params: { clusterId: cluster.id } })
      },
    }),
  )
  const submit = (event: { preventDefault: () => void }): void => {
    event.preventDefault()
    setIsTried(true)
    if (whyNot === null) connect.mutate({ name: name.trim(), bootstrapServers: servers.trim() })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap={12}>
        <TextField
          label="Bootstrap servers"
          placeholder="localhost:9092"
          value={servers}
          onChange={setServers}
          error={isTried ? whyNot : null}
          isMonospace
          hasInitialFocus
        />
        <TextField label="Name (optional)" placeholder="As it shall be called here" value={name} onChange={setName} />
        {connect.error && <ErrorView problem={problemOf(connect.error, 'The cluster could not be reached.')} />}
        <Row>
          <Button tone="primary" type="submit" isBusy={connect.isPending}>
            Connect
          </Button>
          <Button tone="quiet" onClick={onCancel}>
            Cancel
          </Button>
        </Row>
      </Stack>
    </form>
  )
}
