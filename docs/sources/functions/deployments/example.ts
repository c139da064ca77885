import * as runsite from "pulumi-runsite-sdk";

const web = runsite.getWebServiceOutput({ name: "web-dev" });
const live = runsite.getDeploymentOutput({ webServiceId: web.id });
const recent = runsite.getDeploymentsOutput({ webServiceId: web.id, limit: 5 });

export const liveCommit = live.commitSha;
export const rollbackCandidates = recent.deployments.apply((found) =>
  found.filter((each) => !each.isLive).map((each) => each.id),
);
