import * as runsite from "pulumi-runsite-sdk";

const web = runsite.getWebServiceOutput({ name: "web-dev" });

export const log = runsite.getLogsOutput({ webServiceId: web.id, tail: 20 }).logs;
