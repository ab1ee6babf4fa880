import { useAppCommands, useLocalClusterCommands } from './app-commands.tsx'
import { useClusterCommands } from './cluster-commands.tsx'
import type { Command } from './command.ts'
import { useCurrentThingCommands, useThingCommands } from './thing-commands.tsx'

/** All that the palette offers: first what belongs to the place where one is, then everything else. */
export function useCommands(isOpen: boolean, query: string): readonly Command[] {
  const { ofCurrent, ofAll } = useClusterCommands()
  const all = [
    ...useCurrentThingCommands(),
    ...ofCurrent,
    ...useLocalClusterCommands(),
    ...ofAll,
    ...useAppCommands(query),
    ...useThingCommands(isOpen, query),
  ]
  return [...new Map(all.map((command) => [command.id, command])).values()]
}
