import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import { localClusterId } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import { useTopicsChanged } from '../../api/topics.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { NumberField, SelectField, TextField } from '../../components/fields.tsx'
import { FieldGrid } from '../../components/field-grid.tsx'
import { Stack } from '../../components/layout.tsx'
import { notifyDone } from '../../components/notify.ts'
import { texts } from '../../languages/texts.ts'
import { ConfigFields } from './config-fields.tsx'
import type { TopicDraft } from './topic-draft.ts'
import { cleanupPolicies, EMPTY_DRAFT, retentions, validateDraft } from './topic-draft.ts'

export interface CreateTopicDialogProps {
  readonly clusterId: string
  readonly isOpen: boolean
  readonly onClose: () => void
}

const FORM = 'create-topic'

export function CreateTopicDialog({ clusterId, isOpen, onClose }: CreateTopicDialogProps): ReactNode {
  const [draft, setDraft] = useState<TopicDraft>(EMPTY_DRAFT)
  const [isTried, setIsTried] = useState(false)
  const create = useCreateTopic()
  const checked = validateDraft(draft)
  const close = (): void => {
    setDraft(EMPTY_DRAFT)
    setIsTried(false)
    create.reset()
    onClose()
  }
  const submit = (): void => {
    setIsTried(true)
    if (checked.topic) create.mutate({ clusterId, ...checked.topic }, { onSuccess: close })
  }
  return (
    <Dialog
      title={texts.topics.createTopic}
      isOpen={isOpen}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{texts.topics.cancel}</Button>
          <Button tone="primary" type="submit" form={FORM} isBusy={create.isPending}>
            {texts.topics.create}
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Stack gap={14}>
          <DraftFields
            clusterId={clusterId}
            draft={draft}
            errors={isTried ? checked.errors : {}}
            onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
          />
          {create.error && <ErrorView problem={problemOf(create.error, texts.topics.notCreated(draft.name))} />}
        </Stack>
      </form>
    </Dialog>
  )
}

function useCreateTopic() {
  const navigate = useNavigate()
  const topicsChanged = useTopicsChanged()
  return useMutation(
    queries.topics.create.mutationOptions({
      onSuccess: async ({ name, partitionCount }, { clusterId }) => {
        await topicsChanged()
        notifyDone(texts.topics.created(name, partitionCount))
        await navigate({
          to: '/clusters/$clusterId/topics/$topic/$tab',
          params: { clusterId, topic: name, tab: 'messages' },
        })
      },
    }),
  )
}

interface DraftFieldsProps {
  readonly clusterId: string
  readonly draft: TopicDraft
  readonly errors: { readonly name?: string; readonly partitions?: string }
  readonly onChange: (change: Partial<TopicDraft>) => void
}

function DraftFields({ clusterId, draft, errors, onChange }: DraftFieldsProps): ReactNode {
  const definitions = useQuery(
    queries.topics.configDefinitions.queryOptions({ input: { clusterId }, staleTime: 60_000 }),
  ).data
  return (
    <>
      <TextField
        label={texts.topics.topicName}
        value={draft.name}
        onChange={(name) => onChange({ name })}
        error={errors.name}
        isMonospace
        hasInitialFocus
      />
      <FieldGrid>
        <NumberField
          label={texts.topics.partitions}
          value={draft.partitionCount}
          onChange={(partitionCount) => onChange({ partitionCount })}
          error={errors.partitions}
          min={1}
          max={10_000}
        />
        {clusterId !== localClusterId && (
          <NumberField
            label={texts.topics.replicasHeader}
            placeholder={texts.topics.clusterDefault}
            value={draft.replicationFactor}
            onChange={(replicationFactor) => onChange({ replicationFactor })}
            min={1}
            max={100}
          />
        )}
        <SelectField
          label={texts.topics.retention}
          value={draft.retention}
          options={retentions()}
          onChange={(retention) => onChange({ retention })}
        />
        <SelectField
          label={texts.topics.cleanupPolicy}
          value={draft.cleanupPolicy}
          options={cleanupPolicies()}
          onChange={(cleanupPolicy) => onChange({ cleanupPolicy })}
        />
      </FieldGrid>
      <ConfigFields
        definitions={definitions ?? []}
        configs={draft.configs}
        onChange={(configs) => onChange({ configs })}
      />
    </>
  )
}
