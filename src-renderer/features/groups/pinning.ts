import { useMutation, useQueryClient } from '@tanstack/react-query'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { notifyProblem } from '../../components/notify.ts'
import { texts } from '../../languages/texts.ts'

/** Begins and ends the recording of a group's lag. */
export function usePinning() {
  const cache = useQueryClient()
  const change = {
    onSettled: () => cache.invalidateQueries({ queryKey: queries.lag.key() }),
    onError: (error: unknown) => notifyProblem(problemOf(error, texts.groups.lag.notPinnedError)),
  }
  const pin = useMutation(queries.lag.pin.mutationOptions(change))
  const unpin = useMutation(queries.lag.unpin.mutationOptions(change))
  return { pin, unpin }
}
