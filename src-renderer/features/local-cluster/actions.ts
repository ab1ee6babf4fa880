import type { UseMutationResult } from '@tanstack/react-query'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { queries } from '../../api/client.ts'
import type { LocalClusterStatus } from '../../api/clusters.ts'
import { notifyDone } from '../../components/notify.ts'
import { localClusterStatus } from '../../api/streams.ts'

type Action = UseMutationResult<LocalClusterStatus, Error, void>

export interface LocalClusterActions {
  readonly start: Action
  readonly stop: Action
  readonly restart: Action
  readonly wipe: Action
}

/** What can be done with the local cluster. When one has worked, whatever is known of the cluster is asked again. */
export function useLocalClusterActions(): LocalClusterActions {
  const cache = useQueryClient()
  const { localCluster, topics, groups, brokers, segments } = queries
  const onSuccess = async (status: LocalClusterStatus): Promise<void> => {
    localClusterStatus.set(status)
    const areas = [topics.key(), groups.key(), brokers.key(), segments.key(), localCluster.describeData.key()]
    await Promise.all(areas.map((queryKey) => cache.invalidateQueries({ queryKey })))
  }
  return {
    start: useMutation(localCluster.start.mutationOptions({ onSuccess })),
    stop: useMutation(localCluster.stop.mutationOptions({ onSuccess })),
    restart: useMutation(localCluster.restart.mutationOptions({ onSuccess })),
    wipe: useMutation(
      localCluster.wipe.mutationOptions({
        // Here and not where it is called: without data, the dialog that asked is gone before the answer comes.
        onSuccess: async (status) => {
          notifyDone('The data of the local cluster was removed.')
          await onSuccess(status)
        },
      }),
    ),
  } as LocalClusterActions
}
