import * as runsite from "pulumi-runsite-sdk";

const web = runsite.getWebServiceOutput({ name: "web" });
const everything = runsite.getWebServicesOutput({});

export const status = web.status;
export const url = web.url;
export const stopped = everything.webServices.apply((found) =>
  found.filter((each) => each.status === "stopped").map((each) => each.name),
);
