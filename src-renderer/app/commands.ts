import { useAppCommands, useLocalClusterCommands } from './app-commands.ts'
import { useClusterCommands } from './cluster-commands.ts'
import type { Command } from './command.ts'
import { useCurrentThingCommands, useThingCommands, useThings } from './thing-commands.ts'

/** All that the palette offers: first what belongs to the place where one is, then everything else. What is in two places has one id. */
export function useCommands(query: string): readonly Command[] {
  const { ofCurrent, ofAll } = useClusterCommands()
  const things = useThings()
  return [
    ...useCurrentThingCommands(things),
    ...ofCurrent,
    ...useLocalClusterCommands(),
    ...ofAll,
    ...useAppCommands(query),
    ...useThingCommands(things, query),
  ]
}
