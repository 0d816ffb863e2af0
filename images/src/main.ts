// `npm run images -- [--arch amd64|arm64] [--program NAME] [--prepare DIR] | --command DIR`: see README.md.
import { runImagesCommand } from "./command.ts";

process.exitCode = await runImagesCommand(process.argv.slice(2));
