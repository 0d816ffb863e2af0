import {
  type DescribeRepositoriesCommandOutput,
  type ECRClient,
  paginateDescribeRepositories,
} from "@aws-sdk/client-ecr";
import type { CloudData } from "../cloud-source.ts";
import { readAll } from "./read-all.ts";
import { withGoNames } from "./with-go-names.ts";

/** The account's repositories of images in the cluster's region. */
export async function repositories(client: ECRClient, signal: AbortSignal): Promise<CloudData> {
  const pages = paginateDescribeRepositories({ client, pageSize: 100 }, {}, { abortSignal: signal });
  const all = await readAll(pages, ({ repositories: page = [] }: DescribeRepositoriesCommandOutput) => page);
  return { Repositories: withGoNames(all), NextToken: null };
}
