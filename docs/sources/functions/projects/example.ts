import * as runsite from "pulumi-runsite-sdk";

const shop = runsite.getProjectOutput({ name: "shop-dev" });
const allProjects = runsite.getProjectsOutput();

export const projectId = shop.id;
export const projectNames = allProjects.projects.apply((projects) =>
  projects.map((project) => project.name),
);
