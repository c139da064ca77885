import * as pulumi from "@pulumi/pulumi";
import * as runsite from "pulumi-runsite-sdk";

const project = new runsite.Project("shop");
const web = new runsite.WebService("web", {
  projectId: project.id,
  gitRepositoryUrl: "https://github.com/acme/shop",
  buildCommand: "npm ci && npm run build",
  startCommand: "npm start",
  port: 3000,
  healthCheckPath: "/healthz",
  maxInstances: 3,
  envVars: { LOG_LEVEL: "info" },
  secretEnvVars: { SESSION_KEY: new pulumi.Config().requireSecret("sessionKey") },
});
const worker = new runsite.WebService("worker", {
  projectId: project.id,
  projectType: "worker",
  imageRef: "ghcr.io/acme/worker:1.4.2",
});

export const webServiceId = web.id;
export const workerId = worker.id;
