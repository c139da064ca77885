import * as runsite from "pulumi-runsite-sdk";

const web = runsite.getWebServiceOutput({ name: "web-dev" });
const found = runsite.getEnvVarsOutput({ webServiceId: web.id });

export const keys = found.environmentVariables.apply((variables) =>
  variables.map((variable) => variable.key),
);
