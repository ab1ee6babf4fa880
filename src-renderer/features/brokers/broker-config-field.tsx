import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useWhyNot } from '../../api/access.ts'
import { queries } from '../../api/client.ts'
import { useNameToType } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import type { ConfigEntry } from '../../api/topics.ts'
import { Button } from '../../components/button.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { SelectField, TextField } from '../../components/fields.tsx'
import { Row, Stack } from '../../components/layout.tsx'
import { notifyDone } from '../../components/notify.ts'
import { explainConfigValue } from '../../formatting/configs.ts'
import { useTypedName } from '../../components/typed-name.tsx'
import { texts } from '../../languages/texts.ts'

export interface BrokerConfigFieldProps {
  readonly clusterId: string
  /** Null: for all brokers. */
  readonly nodeId: number | null
  readonly entry: ConfigEntry
}

/** Changes one setting of a running broker, and nothing else. */
export function BrokerConfigField({ clusterId, nodeId, entry }: BrokerConfigFieldProps): ReactNode {
  const words = texts.brokers
  const { name } = entry
  const [value, setValue] = useState(entry.value ?? '')
  const { field, isTyped: isAllowed, confirmedName } = useTypedName(useNameToType(clusterId, name))
  const noRight = useWhyNot(clusterId, null)('alterConfigs')
  const cache = useQueryClient()
  const change = useMutation(
    queries.brokers.changeConfig.mutationOptions({
      onSuccess: async (entries, asked) => {
        cache.setQueryData(queries.brokers.configs.queryKey({ input: { clusterId, nodeId } }), entries)
        notifyDone(asked.value === null ? words.resetDone(name) : words.set(name))
        await cache.invalidateQueries({ queryKey: queries.brokers.configs.key() })
      },
    }),
  )
  const isOwn = entry.source === (nodeId === null ? 'dynamic-default-broker' : 'dynamic-broker')
  const save = (next: string | null): void => change.mutate({ clusterId, nodeId, name, value: next, confirmedName })
  return (
    <Stack gap={10}>
      {entry.type === 'boolean' && (value === 'true' || value === 'false') ? (
        <SelectField
          label={words.newValue}
          value={value}
          options={['true', 'false'].map((each) => ({ value: each, label: each }))}
          onChange={setValue}
        />
      ) : (
        <TextField
          label={words.newValue}
          value={value}
          onChange={setValue}
          isMonospace
          isSecret={entry.isSensitive}
          description={explainConfigValue({ name, value }) ?? undefined}
        />
      )}
      {field}
      <Row>
        <Button
          tone="primary"
          isDisabled={!isAllowed || value === (entry.value ?? '')}
          isBusy={change.isPending}
          whyDisabled={noRight}
          onClick={() => save(value)}
        >
          {words.save}
        </Button>
        {isOwn && (
          <Button isDisabled={!isAllowed || change.isPending} whyDisabled={noRight} onClick={() => save(null)}>
            {words.reset}
          </Button>
        )}
      </Row>
      {change.error && <ErrorView problem={problemOf(change.error, words.notChanged(name))} />}
    </Stack>
  )
}
