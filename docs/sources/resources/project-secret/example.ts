import * as pulumi from "@pulumi/pulumi";
import * as runsite from "pulumi-runsite-sdk";

const config = new pulumi.Config();

const project = new runsite.Project("shop");
const web = new runsite.WebService("web", {
  projectId: project.id,
  imageRef: "nginx:1.27",
  port: 80,
});
const paymentKey = new runsite.ProjectSecret("payment-key", {
  projectId: project.id,
  scope: "production",
  key: "PAYMENT_KEY",
  value: config.requireSecret("paymentKey"),
});
new runsite.Deployment("web", { webServiceId: web.id, triggers: [paymentKey.revision] });
