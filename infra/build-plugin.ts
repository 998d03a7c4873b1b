import { buildFunctions, formatBundles } from './build.ts'

/** The osls plugin that bundles the functions before osls zips them. */
export default class BuildPlugin {
  readonly hooks: Readonly<Record<string, () => Promise<void>>>

  constructor(serverless: { readonly serviceDir: string }) {
    const bundle = async () => {
      process.stdout.write(formatBundles(await buildFunctions(serverless.serviceDir)))
    }
    this.hooks = {
      'before:package:createDeploymentArtifacts': bundle,
      // osls deploy function --function NAME
      'before:package:function:package': bundle,
    }
  }
}
