import * as pulumi from "@pulumi/pulumi";
import * as runsite from "pulumi-runsite-sdk";

const config = new pulumi.Config();

const web = new runsite.WebService("web", { imageRef: "nginx:1.27", port: 80 });
const sessionKey = new runsite.EnvVar("session-key", {
  webServiceId: web.id,
  key: "SESSION_KEY",
  value: config.requireSecret("sessionKey"),
});
const logLevel = new runsite.EnvVar("log-level", {
  webServiceId: web.id,
  key: "LOG_LEVEL",
  value: "info",
  isSecret: false,
});
new runsite.Deployment("web", {
  webServiceId: web.id,
  triggers: [sessionKey.revision, logLevel.revision],
});
