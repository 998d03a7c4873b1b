/** Help of `npm run scale`. */
export const USAGE = `Usage: npm run scale -- [--vendors 1000] [--operations 120] [--changed 0.05] [--pace 50] [--concurrency 20] [--spread 900] [--memory 2]

Computes what the imports of one night take, from counted quantities. --memory is in GB.`
