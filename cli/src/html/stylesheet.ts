/** The page's look: system fonts and colours, light and dark as the reader has them, one column on a telephone. */
export const stylesheet = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 20%, transparent); }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { margin-bottom: 0; overflow-wrap: anywhere; }
header p, small { opacity: 0.75; }
.tiles { display: flex; flex-wrap: wrap; gap: 1rem; }
.tiles div { flex: 1 1 9rem; border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.75rem; }
.tiles b { display: block; font-size: 1.5rem; }
.badge { border: 1px solid var(--line); border-radius: 0.75rem; padding: 0 0.5rem; font-size: 0.8rem; }
.badge.critical { background: #8b0000; color: #fff; }
.badge.high { background: #c2410c; color: #fff; }
.badge.medium { background: #ca8a04; color: #000; }
.badge.low { background: #2563eb; color: #fff; }
.frameworks { list-style: none; padding: 0; }
details { border-bottom: 1px solid var(--line); padding: 0.4rem 0; }
summary { cursor: pointer; overflow-wrap: anywhere; }
pre, td { white-space: pre-wrap; overflow-wrap: anywhere; }
pre { border-left: 3px solid var(--line); padding-left: 0.75rem; }
table { border-collapse: collapse; width: 100%; }
th { text-align: start; font-size: 0.8rem; }
th, td { vertical-align: top; padding: 0.2rem 0.5rem 0.2rem 0; }
@media print { details::details-content { content-visibility: visible; } }
`;
