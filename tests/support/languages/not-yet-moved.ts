/**
 * Folders and files whose texts do not stand in the language files yet. Whoever moves one takes its line out; a line of
 * which nothing is left to move fails the test.
 */
export const NOT_YET_MOVED: readonly string[] = ['src-main/kafka/', 'src-main/procedures/']
