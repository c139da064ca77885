import * as runsite from "pulumi-runsite-sdk";

const web = new runsite.WebService("web", { imageRef: "nginx:1.27", port: 80 });
const deployment = new runsite.Deployment("web", { webServiceId: web.id });
const logLevel = new runsite.EnvVar("log-level", {
  webServiceId: web.id,
  key: "LOG_LEVEL",
  value: "info",
  isSecret: false,
});
new runsite.Restart(
  "web",
  { webServiceId: web.id, triggers: [logLevel.revision] },
  { dependsOn: [deployment] },
);
