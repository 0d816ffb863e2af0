/** Letters by offset that the IANA database has for a zone, and Node has not. */
const letters = new Map(
  (
    [
      [{ "-11": "SST" }, "Pacific/Midway Pacific/Pago_Pago"],
      [{ "-10": "HST", "-09": "HDT" }, "America/Adak"],
      [{ "-07": "MST" }, "America/Dawson America/Hermosillo America/Mazatlan America/Whitehorse"],
      [{ "-05": "CST", "-04": "CDT" }, "America/Havana"],
      [{ "-0330": "NST", "-0230": "NDT" }, "America/St_Johns"],
      [{ "+01": "IST" }, "Europe/Dublin"],
      [{ "+01": "BST" }, "Europe/Guernsey Europe/Isle_of_Man Europe/Jersey"],
      [{ "+02": "IST", "+03": "IDT" }, "Asia/Jerusalem"],
      [{ "+03": "MSK" }, "Europe/Kirov Europe/Moscow Europe/Simferopol Europe/Volgograd"],
      [{ "+05": "PKT" }, "Asia/Karachi"],
      [{ "+07": "WIB" }, "Asia/Jakarta Asia/Pontianak"],
      [{ "+08": "CST" }, "Asia/Macau Asia/Shanghai Asia/Taipei"],
      [{ "+08": "HKT" }, "Asia/Hong_Kong"],
      [{ "+08": "PST" }, "Asia/Manila"],
      [{ "+08": "WITA" }, "Asia/Makassar"],
      [{ "+09": "JST" }, "Asia/Tokyo"],
      [{ "+09": "KST" }, "Asia/Pyongyang Asia/Seoul"],
      [{ "+09": "WIT" }, "Asia/Jayapura"],
      [{ "+10": "ChST" }, "Pacific/Guam Pacific/Saipan"],
    ] as const
  ).flatMap(([byOffset, zones]) =>
    zones.split(" ").map((zone): [string, Readonly<Record<string, string>>] => [zone, byOffset]),
  ),
);

/** Zones of which Node has letters, and the IANA database none. */
const numbered = new Set([
  "Antarctica/Casey",
  "Antarctica/Troll",
  "Asia/Colombo",
  "Asia/Dubai",
  "Asia/Muscat",
  "Australia/Eucla",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
]);

/**
 * The name of a zone at an offset, such as `JST` for `Asia/Tokyo` at `+09`, as the IANA database has it for the present
 * rules. Undefined where Node's is the same.
 */
export function lettersOf(zone: string, offset: string): string | undefined {
  return numbered.has(zone) ? offset : letters.get(zone)?.[offset];
}
