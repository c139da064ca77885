import * as runsite from "pulumi-runsite-sdk";

const shop = runsite.getProjectOutput({ name: "shop" });
const everything = runsite.getProjectsOutput();

export const projectId = shop.id;
export const projectNames = everything.projects.apply((projects) =>
  projects.map((project) => project.name),
);
