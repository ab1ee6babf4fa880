import type { UseMutationResult } from '@tanstack/react-query'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { queries } from '../../api/client.ts'
import type { LocalClusterStatus, SampleData } from '../../api/clusters.ts'
import type { HandOver } from '../../api/data-directories.ts'
import { problemOf } from '../../api/problem.ts'
import { notifyDone, notifyProblem } from '../../components/notify.ts'
import { localClusterStatus } from '../../api/streams.ts'
import { texts } from '../../languages/texts.ts'
import { handedOver } from './handed-over.ts'

type Action = UseMutationResult<LocalClusterStatus, Error, void>

export interface LocalClusterActions {
  readonly start: Action
  readonly stop: Action
  readonly restart: Action
  readonly wipe: Action
  /** Topics and a group to look around in. */
  readonly loadSampleData: UseMutationResult<SampleData, Error, void>
  /** Turns secure mode on or off; a cluster that runs is restarted. */
  readonly setSecureMode: UseMutationResult<LocalClusterStatus, Error, { isSecured: boolean }>
  readonly handOver: UseMutationResult<HandOver, Error, void>
  /** Makes another directory the local cluster's. */
  readonly openDirectory: UseMutationResult<LocalClusterStatus, Error, { path: string }>
  /** Goes back to the one that Brokkr has made. */
  readonly openOwnDirectory: Action
}

/** What can be done with the local cluster. When one has worked, whatever is known of the cluster is asked again. */
export function useLocalClusterActions(): LocalClusterActions {
  const cache = useQueryClient()
  const { localCluster, dataDirectories, decoding, settings, topics, groups, brokers, segments } = queries
  const forget = async (): Promise<void> => {
    const of = [topics.key(), groups.key(), brokers.key(), segments.key(), localCluster.describeData.key()]
    const areas = [...of, localCluster.describeSecureMode.key(), dataDirectories.key(), settings.key()]
    await Promise.all(areas.map((queryKey) => cache.invalidateQueries({ queryKey })))
  }
  const onSuccess = async (status: LocalClusterStatus): Promise<void> => {
    localClusterStatus.set(status)
    if (status.state === 'running') handedOver.set(null)
    await forget()
  }
  return {
    start: useMutation(localCluster.start.mutationOptions({ onSuccess })),
    stop: useMutation(localCluster.stop.mutationOptions({ onSuccess })),
    restart: useMutation(localCluster.restart.mutationOptions({ onSuccess })),
    wipe: useMutation(
      localCluster.wipe.mutationOptions({
        // Here and not where it is called: without data, the dialog that asked is gone before the answer comes.
        onSuccess: async (status) => {
          notifyDone(texts.localCluster.wipe.done)
          await onSuccess(status)
        },
      }),
    ),
    loadSampleData: useMutation(
      localCluster.loadSampleData.mutationOptions({
        onSuccess: async ({ topics: made }) => {
          const words = texts.localCluster.sampleData
          notifyDone(made.length === 0 ? words.wasThere : words.loaded(made.length))
          await Promise.all([forget(), cache.invalidateQueries({ queryKey: decoding.key() })])
        },
        onError: (error) => notifyProblem(problemOf(error, texts.localCluster.sampleData.failed)),
      }),
    ),
    setSecureMode: useMutation(
      localCluster.setSecureMode.mutationOptions({
        onSuccess,
        // Where the restart fails it stays as it was set; the screen that asked is gone meanwhile.
        onError: async (error) => {
          notifyProblem(problemOf(error, texts.localCluster.notRestarted))
          await forget()
        },
      }),
    ),
    // Where the screen that asked is gone before the answer comes, because the cluster has stopped.
    handOver: useMutation(
      localCluster.handOver.mutationOptions({
        onSuccess: async (handOver) => {
          handedOver.set(handOver)
          await forget()
        },
        onError: (error) => notifyProblem(problemOf(error, texts.localCluster.handOver.failed)),
      }),
    ),
    openDirectory: useMutation(dataDirectories.adopt.mutationOptions({ onSuccess })),
    openOwnDirectory: useMutation(dataDirectories.abandon.mutationOptions({ onSuccess })),
  } as LocalClusterActions
}
