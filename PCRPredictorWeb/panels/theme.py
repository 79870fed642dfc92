"""A dark reading room: little light beside the images, one accent, quiet surfaces."""

from typing import Any

from PCRPredictorLib.report.drawing.svg import INK, LOWERS, MUTED, RAISES, RULE, WITH_PCR

TEXT = "#e4e8ee"
QUIET_TEXT = "#a3adba"
LINE = "#2b313a"
ACCENT = "#6cb6ff"

VUETIFY: dict[str, Any] = {
    "theme": {
        "defaultTheme": "readingRoom",
        "themes": {
            "readingRoom": {
                "dark": True,
                "colors": {
                    "background": "#0a0c0f",
                    "surface": "#14181d",
                    "surface-light": "#1d2229",
                    "surface-variant": "#2a313a",
                    "on-surface-variant": "#cfd6df",
                    "primary": ACCENT,
                    "secondary": "#8b98a9",
                    "warning": "#e3b341",
                    "error": "#ff8178",
                    "info": ACCENT,
                    "success": "#5cc48d",
                    "on-background": TEXT,
                    "on-surface": TEXT,
                },
            }
        },
    },
    "defaults": {
        "global": {"ripple": False},
        "VBtn": {"rounded": "md", "style": "text-transform: none; letter-spacing: 0;"},
        "VSelect": {"density": "compact", "variant": "outlined", "hideDetails": True, "color": "primary"},
        "VTextField": {"density": "compact", "variant": "outlined", "hideDetails": True, "color": "primary"},
        "VCheckbox": {"density": "compact", "hideDetails": True, "color": "primary"},
        "VSwitch": {"density": "compact", "hideDetails": True, "color": "primary"},
        "VSlider": {"hideDetails": True, "color": "primary", "density": "compact"},
        "VTooltip": {"location": "bottom", "openDelay": 350},
    },
}

# The report's drawings are made for white paper; here its inks are exchanged, by name.
DARK_INKS = {
    INK: TEXT,
    MUTED: QUIET_TEXT,
    RULE: LINE,
    RAISES: "#4ba3e3",
    LOWERS: "#e8843c",
    WITH_PCR: "#2bc79a",
    "#eaeef2": "#262c34",
}


def style_sheet() -> str:
    """The page's CSS."""
    inks = "\n".join(
        f'.drawing [{part}="{paper}"] {{ {part}: {screen}; }}'
        for paper, screen in DARK_INKS.items()
        for part in ("fill", "stroke")
    )
    return f"{inks}\n.drawing text:not([fill]) {{ fill: {TEXT}; }}\n{LAYOUT}"


LAYOUT = f"""
html, body {{ overflow: hidden !important; background: #0a0c0f; color-scheme: dark; }}
* {{ scrollbar-color: #56606d transparent; }}
.v-application {{ font-size: 14px; }}
.v-application .v-field__input, .v-application .v-label, .v-application .v-list-item-title {{ font-size: 14px;
  letter-spacing: 0; }}
.v-application .v-field-label--floating {{ font-size: 12px; }}
.v-application .v-switch__thumb {{ background: #9aa7b8; }}
.v-application .v-selection-control--dirty .v-switch__thumb {{ background: {ACCENT}; }}
.page {{ display: flex; height: calc(100vh - 48px); }}
.middle {{ flex: 1; min-width: 0; display: flex; flex-direction: column; }}
.side {{ width: clamp(384px, 30vw, 576px); flex: none; display: flex; flex-direction: column;
  border-left: 1px solid {LINE}; background: rgb(var(--v-theme-surface)); }}
.strip {{ height: 46px; flex: none; display: flex; align-items: center; gap: 4px; padding: 0 8px;
  background: rgb(var(--v-theme-surface)); border-bottom: 1px solid {LINE}; overflow: hidden; white-space: nowrap; }}
.strip.looking {{ height: 40px; border-top: 1px solid {LINE}; border-bottom: 0; }}
.strip.looking .v-field__input {{ padding-top: 2px; padding-bottom: 2px; min-height: 30px; }}
.strip > * {{ flex: none; }}
.strip > .v-spacer {{ flex: 1 1 0; }}
.strip.settings {{ gap: 12px; padding: 0 14px; color: {QUIET_TEXT}; font-size: 13px; }}
.strip .rule {{ width: 1px; height: 24px; background: {LINE}; margin: 0 6px; flex: none; }}
.strip .tool.v-btn--active {{ color: {ACCENT}; }}
.views {{ flex: 1; min-height: 0; position: relative; background: #000; display: flex; }}
.view-title {{ position: absolute; top: 8px; left: 10px; right: 10px; pointer-events: none; font-size: 13px;
  line-height: 1.35; color: {TEXT}; text-shadow: 0 0 3px #000, 0 0 6px #000; }}
.view-title .name {{ color: {QUIET_TEXT}; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }}
.view-empty {{ position: absolute; inset: 0; display: flex; align-items: center; justify-content: center;
  font-size: 13px; color: {QUIET_TEXT}; background: #000; }}
.view-frame {{ position: absolute; inset: 0; pointer-events: none; border: 2px solid transparent; }}
.view-frame.active {{ border-color: {ACCENT}; }}
.view-slice {{ position: absolute; left: 10px; right: 10px; bottom: 4px; display: flex; align-items: center; gap: 10px;
  font-size: 12px; color: {TEXT}; text-shadow: 0 0 3px #000; font-variant-numeric: tabular-nums; }}
.view-slice .count {{ min-width: 128px; flex: none; }}
.view-cover {{ position: absolute; inset: 0; display: flex; align-items: center; justify-content: center;
  cursor: pointer; border: 0; background: rgba(0, 0, 0, .45); color: {TEXT}; font-size: 13px; }}
.view-side {{ position: absolute; font-size: 13px; color: {TEXT}; text-shadow: 0 0 3px #000; pointer-events: none; }}
.view-side.left {{ top: 50%; left: 10px; }}
.view-side.right {{ top: 50%; right: 10px; }}
.view-side.top {{ top: 8px; left: 50%; }}
.view-side.bottom {{ bottom: 40px; left: 50%; }}
.view-title .size {{ color: {TEXT}; font-variant-numeric: tabular-nums; }}
.view-title .look {{ color: {ACCENT}; font-variant-numeric: tabular-nums; white-space: pre; }}
.view-hand, .view-dashed {{ position: absolute; inset: 0; pointer-events: none; }}
.view-hand svg, .view-dashed svg {{ position: absolute; inset: 0; width: 100%; height: 100%; overflow: hidden; }}
.view-hand polyline {{ fill: none; stroke: #ffe45c; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }}
.view-hand text {{ fill: #ffe45c; font-size: 14px; paint-order: stroke; stroke: #000; stroke-width: 3; }}
.view-hand.closed polyline {{ fill: rgba(255, 228, 92, .12); }}
.view-dashed path {{ fill: none; stroke: #fff; stroke-width: 2; stroke-dasharray: 5 4;
  vector-effect: non-scaling-stroke; }}
.view-cross {{ position: absolute; width: 22px; height: 22px; margin: -11px 0 0 -11px; pointer-events: none;
  background: linear-gradient({ACCENT}, {ACCENT}) 50% 0 / 1px 8px,
  linear-gradient({ACCENT}, {ACCENT}) 50% 100% / 1px 8px,
  linear-gradient({ACCENT}, {ACCENT}) 0 50% / 8px 1px, linear-gradient({ACCENT}, {ACCENT}) 100% 50% / 8px 1px;
  background-repeat: no-repeat; }}
.view-ruler {{ position: absolute; left: 10px; bottom: 38px; height: 6px; border: 1px solid {TEXT}; border-top: 0;
  font-size: 11px; line-height: 1; color: {TEXT}; text-shadow: 0 0 3px #000; white-space: nowrap; pointer-events: none;
  display: flex; align-items: flex-end; justify-content: center; padding-bottom: 6px; }}
.view-accept {{ position: absolute; left: 10px; right: 10px; bottom: 60px; display: flex; flex-wrap: wrap; gap: 8px;
  align-items: center; padding: 6px 10px; border-radius: 6px; background: rgba(20, 24, 29, .92);
  border: 1px solid {ACCENT}; font-size: 12.5px; }}
.view-accept.doubtful, .stale-mark.doubtful {{ border: 2px dashed #ff734d; }}
.view-accept > span {{ flex: 1; min-width: 120px; }}
.window-text {{ flex: none; min-width: 92px; margin-left: 6px; font-size: 12px; color: {QUIET_TEXT};
  font-variant-numeric: tabular-nums; }}
.strip .asks {{ color: #e3b341; font-weight: 600; }}
.card-row.keys {{ grid-template-columns: 210px 1fr; }}
.card-row.keys dt {{ white-space: pre-wrap; }}
.welcome {{ position: absolute; inset: 0; display: flex; flex-direction: column; gap: 14px; align-items: center;
  justify-content: center; background: #0a0c0f; text-align: center; padding: 24px; z-index: 2; }}
.uploading {{ position: fixed; left: 50%; top: 58px; transform: translateX(-50%); z-index: 2500; width: 420px;
  max-width: 90vw; display: flex; gap: 14px; align-items: center; padding: 10px 14px; border-radius: 8px;
  background: rgb(var(--v-theme-surface-light)); border: 1px solid {ACCENT}; font-size: 13px; }}
.uploading .words {{ flex: 1; min-width: 0; font-variant-numeric: tabular-nums; }}
.uploading .name {{ overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }}
.messages {{ position: absolute; left: 12px; right: 12px; bottom: 62px; z-index: 3; display: flex;
  flex-direction: column; gap: 8px; pointer-events: none; max-height: min(100% - 74px, 330px);
  overflow-y: auto; }}
.messages .v-btn.all {{ align-self: flex-end; }}
.messages > * {{ pointer-events: auto; flex: none; }}
.messages .v-alert {{ background: #3a1e20 !important; color: #ffdad7 !important; border-left: 4px solid #ff8178; }}
.messages .v-alert.text-info, .messages .v-alert.bg-info {{ background: #16283a !important; color: #d8eaff !important;
  border-left-color: {ACCENT}; }}
.side-body {{ flex: 1; min-height: 0; overflow-y: auto; padding: 12px 14px; scrollbar-gutter: stable; }}
.side-foot {{ flex: none; border-top: 1px solid {LINE}; padding: 10px 14px 12px; }}
.foot-reason {{ height: 72px; margin-top: 6px; font-size: 12.5px; line-height: 18px; color: {QUIET_TEXT};
  overflow-y: auto; overflow-wrap: anywhere; }}
.section {{ font-size: 12px; font-weight: 600; letter-spacing: .04em; color: {QUIET_TEXT}; margin: 2px 0 8px;
  display: flex; align-items: center; }}
.row {{ display: flex; align-items: center; gap: 6px; margin-bottom: 9px; }}
.row > .v-input {{ min-width: 0; }}
.hint {{ font-size: 12.5px; line-height: 1.4; color: {QUIET_TEXT}; }}
.hint.warned {{ color: #e3b341; }}
.rule-line {{ border: 0; border-top: 1px solid {LINE}; margin: 12px 0; }}
.tag {{ border: 1px solid {LINE}; border-radius: 5px; padding: 2px 8px; font-size: 12px; color: {QUIET_TEXT};
  white-space: nowrap; }}
.tag.simulated {{ color: #0a0c0f; background: #e3b341; border-color: #e3b341; font-weight: 600; }}
.percent {{ font-size: 42px; line-height: 1.1; font-weight: 700; letter-spacing: -.02em; white-space: nowrap;
  font-variant-numeric: tabular-nums; }}
.answer {{ position: relative; }}
.answer.stale .fading {{ opacity: .75; filter: grayscale(1); }}
.answer.stale .lead, .answer.stale .percent {{ font-weight: 400; text-decoration: line-through 2px; }}
.stale-mark {{ min-height: 34px; margin-bottom: 8px; padding: 6px 10px; font-size: 13px; border-radius: 6px;
  border: 1px solid {LINE}; color: {QUIET_TEXT}; }}
.stale-mark.now {{ position: sticky; top: -12px; z-index: 1; color: #0a0c0f; background: #e3b341;
  border-color: #e3b341; font-weight: 600; }}
.lead {{ font-size: 18px; line-height: 1.3; font-weight: 650; margin: 2px 0 4px; padding-left: 10px;
  border-left: 5px solid {QUIET_TEXT}; }}
.lead.above {{ border-color: #4ba3e3; }}
.lead.below {{ border-left-style: double; border-color: #e8843c; }}
.lead.outside {{ border-color: #e3b341; }}
.reasons {{ margin: 4px 0 8px; padding-left: 18px; font-size: 12.5px; line-height: 1.4; }}
.number-line {{ display: flex; align-items: center; gap: 10px; }}
.number-line.second .percent {{ font-size: 20px; font-weight: 500; color: {QUIET_TEXT}; }}
.unreliable {{ margin: 6px 0; padding: 6px 10px; border-left: 4px solid #e3b341; font-size: 12.5px; line-height: 1.4; }}
.unreliable summary {{ cursor: pointer; color: {QUIET_TEXT}; }}
.map-figures {{ display: grid; grid-template-columns: 1fr 1fr; gap: 8px; }}
.map-figures figure {{ margin: 0; }}
.map-figures svg {{ display: block; width: 100%; height: auto; border-radius: 4px; background: #000; }}
.map-figures .overlay {{ fill: #fff; font-size: 15px; font-weight: 600; }}
.map-figures figcaption {{ font-size: 12px; color: {QUIET_TEXT}; }}
.card-row.words {{ grid-template-columns: 330px 1fr; }}
.drawing svg {{ display: block; width: 100%; height: auto; }}
.drawing.scale text {{ font-size: 17px; }}
.drawing.scale g[opacity] {{ opacity: .7; }}
.drawing rect[fill="#ffffff"] {{ fill: #14181d; }}
.drawing.chart .row > text {{ font-size: 16px; letter-spacing: -.01em; }}
.terms {{ width: 100%; border-collapse: collapse; font-size: 12.5px; }}
.terms td, .terms th {{ padding: 3px 4px; border-bottom: 1px solid {LINE}; text-align: left; font-weight: 400;
  vertical-align: top; overflow-wrap: anywhere; }}
.terms th {{ color: {QUIET_TEXT}; overflow-wrap: normal; }}
.terms .number {{ text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; overflow-wrap: normal; }}
.terms .raises, .words .raises {{ color: #6fbcf2; }}
.terms .lowers, .words .lowers {{ color: #f0a06a; }}
.warning-list {{ margin: 0; padding: 0; list-style: none; font-size: 12.5px; line-height: 1.4; }}
.warning-list li {{ padding: 6px 0 6px 10px; border-left: 3px solid #e3b341; margin-bottom: 8px; }}
.card-row {{ display: grid; grid-template-columns: 150px 1fr; gap: 12px; padding: 7px 0;
  border-bottom: 1px solid {LINE}; font-size: 13.5px; line-height: 1.45; }}
.card-row dt {{ color: {QUIET_TEXT}; }}
.card-row dd {{ margin: 0; overflow-wrap: anywhere; }}
:focus-visible:not(.v-field *),
:is(.v-field, .v-selection-control__input):has(:focus-visible) {{ outline: 2px solid {ACCENT} !important;
  outline-offset: 1px; }}
.heard {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }}
.v-tooltip:not(.v-overlay--active) {{ display: none; }}
.v-tooltip > .v-overlay__content {{ padding: 3px 10px; font-size: 12.5px; }}
body.asked {{ cursor: progress; }}
body.asked::after {{ content: ""; position: fixed; z-index: 3000; top: 0; left: 0; right: 0; height: 3px;
  background: repeating-linear-gradient(90deg, {ACCENT} 0 40px, transparent 40px 80px); }}
@media (max-width: 1120px) {{
  .side {{ width: 320px; }}
  .strip.settings {{ height: 78px; flex-wrap: wrap; align-content: center; gap: 4px 8px; padding: 0 10px;
    white-space: normal; }}
}}
@media (max-width: 900px) {{
  .side {{ width: 288px; }}
  .strip .tool.v-btn {{ width: 30px !important; height: 30px !important; }}
  .strip .rule {{ margin: 0 2px; }}
  .strip {{ gap: 1px; padding: 0 4px; }}
  .strip .v-btn-group .v-btn {{ padding: 0 9px; }}
  .view-slice .count {{ min-width: 112px; font-size: 11px; }}
}}
@media (max-width: 700px) {{
  .page {{ flex-direction: column; overflow-y: auto; }}
  .middle {{ flex: none; height: 68vh; }}
  .side {{ width: 100%; border-left: 0; border-top: 1px solid {LINE}; }}
  .side-body {{ flex: none; overflow: visible; }}
  .side-foot {{ position: sticky; bottom: 0; z-index: 2; background: rgb(var(--v-theme-surface)); }}
  .foot-reason {{ height: auto; max-height: 72px; }}
  .strip {{ overflow-x: auto; scrollbar-width: none; }}
  .strip.settings {{ height: auto; min-height: 46px; padding: 6px 8px; overflow: visible; }}
  .strip.settings > * {{ flex: 0 1 auto; }}
  .view-title {{ font-size: 12px; }}
  .view-slice {{ flex-wrap: wrap; gap: 0; bottom: 0; }}
  .view-slice .count {{ width: 100%; }}
  .view-ruler {{ bottom: 66px; }}
  .view-accept {{ bottom: 90px; }}
  .view-side.top {{ top: 80px; }}
  .view-side.bottom {{ bottom: 66px; }}
  .messages {{ bottom: 76px; }}
  .v-app-bar .v-btn {{ min-width: 0; padding: 0 8px; }}
  .v-app-bar .v-btn__prepend {{ margin: 0; }}
  .v-app-bar h1, .v-app-bar .v-btn:not(.v-btn--icon) .v-btn__content {{ position: absolute; width: 1px; height: 1px;
    overflow: hidden; clip-path: inset(50%); }}
  .v-app-bar .tag {{ margin-left: 6px !important; padding: 2px 5px; font-size: 11px; }}
  .card-row, .card-row.words, .card-row.keys {{ grid-template-columns: 1fr; gap: 2px; }}
}}
"""
