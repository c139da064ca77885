import * as pulumi from "@pulumi/pulumi";
import * as runsite from "pulumi-runsite-sdk";

const config = new pulumi.Config();

const web = new runsite.WebService("web", { imageRef: "nginx:1.27", port: 80 });
const sessionKey = new runsite.EnvVar("session-key", {
  webServiceId: web.id,
  key: "SESSION_KEY",
  value: config.requireSecret("sessionKey"),
});
const deployment = new runsite.Deployment("web", {
  webServiceId: web.id,
  triggers: { sessionKey: sessionKey.revision },
  timeout: 600,
  rollbackOnFailure: true,
});

export const url = deployment.url;
