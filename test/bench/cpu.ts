/** Returns the CPU time of this process with all its threads, in milliseconds: other programs on the machine add little to it. */
export const cpuTime = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
