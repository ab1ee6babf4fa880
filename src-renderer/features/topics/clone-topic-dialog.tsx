import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import { whyNoTopicName } from '../../api/input-rules.ts'
import { problemOf } from '../../api/problem.ts'
import { useTopicsChanged } from '../../api/topics.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { NumberField, TextField } from '../../components/fields.tsx'
import { Stack } from '../../components/layout.tsx'
import { notifyDone } from '../../components/notify.ts'
import { texts } from '../../languages/texts.ts'

export interface CloneTopicDialogProps {
  readonly clusterId: string
  readonly topic: string
  readonly partitionCount: number
  readonly onClose: () => void
}

/** Another topic with the same settings. */
export function CloneTopicDialog({ clusterId, topic, partitionCount, onClose }: CloneTopicDialogProps): ReactNode {
  const words = texts.topics
  const navigate = useNavigate()
  const topicsChanged = useTopicsChanged()
  const [newName, setNewName] = useState(`${topic}-copy`)
  const [count, setCount] = useState<number | null>(partitionCount)
  const whyNot = whyNoTopicName(newName)
  const clone = useMutation(
    queries.topics.clone.mutationOptions({
      onSuccess: async ({ name }) => {
        onClose()
        await topicsChanged()
        notifyDone(words.cloned(topic, name))
        await navigate({
          to: '/clusters/$clusterId/topics/$topic/$tab',
          params: { clusterId, topic: name, tab: 'configuration' },
        })
      },
    }),
  )
  return (
    <Dialog
      title={words.cloneTitle(topic)}
      size="small"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button
            tone="primary"
            isDisabled={whyNot !== null}
            isBusy={clone.isPending}
            onClick={() => clone.mutate({ clusterId, topic, newName, partitionCount: count })}
          >
            {words.clone}
          </Button>
        </>
      }
    >
      <Stack>
        <TextField
          label={words.newName}
          value={newName}
          onChange={setNewName}
          error={whyNot}
          isMonospace
          hasInitialFocus
        />
        <NumberField label={words.partitionCount} value={count} onChange={setCount} min={1} max={10_000} />
        <div>{words.cloneWhat}</div>
        {clone.error && <ErrorView problem={problemOf(clone.error, words.notCloned(topic))} />}
      </Stack>
    </Dialog>
  )
}
