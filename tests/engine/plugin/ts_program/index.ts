// A TypeScript program that uses the SDK generated from the schema of the plugin.
import * as runsite from "pulumi-runsite-sdk";

const shop = new runsite.Project("shop", { description: "A shop" });
const web = new runsite.WebService("web", { projectId: shop.id, imageRef: "nginx:1.27" });
const key = new runsite.EnvVar("key", { webServiceId: web.id, key: "KEY", value: "canary" });
const live = new runsite.Deployment("live", { webServiceId: web.id, triggers: [key.revision] });

export const url = live.url;
export const keys = runsite
  .getEnvVarsOutput({ webServiceId: live.webServiceId })
  .environmentVariables.apply((variables) => variables.map((variable) => variable.key));
