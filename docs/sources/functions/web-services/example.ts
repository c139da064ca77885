import * as runsite from "pulumi-runsite-sdk";

const web = runsite.getWebServiceOutput({ name: "web-dev" });
const allWebServices = runsite.getWebServicesOutput({});

export const status = web.status;
export const url = web.url;
export const stopped = allWebServices.webServices.apply((found) =>
  found.filter((each) => each.status === "stopped").map((each) => each.name),
);
