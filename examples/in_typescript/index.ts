// A web service with a secret variable and a deployment, through the provider plugin.
import * as pulumi from "@pulumi/pulumi";
import * as runsite from "pulumi-runsite-sdk";

const config = new pulumi.Config();

const shop = new runsite.Project("shop", { description: "A shop" });
const web = new runsite.WebService("web", {
  projectId: shop.id,
  imageRef: "nginx:1.27",
  port: 80,
});
const sessionKey = new runsite.EnvVar("session-key", {
  webServiceId: web.id,
  key: "SESSION_KEY",
  value: config.requireSecret("sessionKey"),
});
const live = new runsite.Deployment("live", {
  webServiceId: web.id,
  triggers: [sessionKey.revision],
});

export const url = live.url;
export const keys = runsite
  .getEnvVarsOutput({ webServiceId: live.webServiceId })
  .environmentVariables.apply((variables) => variables.map((variable) => variable.key));
