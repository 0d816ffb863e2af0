// `npm run cluster -- up|down|status|load-image FILE…|kubectl …|helm …`: a one-node cluster for tests. See README.md.
import { runClusterCommand } from "./commands.ts";

process.exitCode = await runClusterCommand(process.argv.slice(2));
