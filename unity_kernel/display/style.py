"""The look of displays: one small sheet, in the colours of the front end."""

from __future__ import annotations

from collections.abc import Iterable

from unity_kernel.display.icons import ICONS

__all__ = ["NAME", "of_logs", "of_pictures", "sheet"]

NAME = "uk1"
"""The class of a display. Its number is counted up with changes of the sheet, as older outputs stay in a notebook."""

_SHEET = """\
.R{--f:var(--jp-ui-font-color1,var(--vscode-editor-foreground,#1f2328));\
--d:var(--jp-ui-font-color2,var(--vscode-descriptionForeground,#656d76));\
--b:var(--jp-border-color2,var(--vscode-widget-border,#d0d7de));\
--h:var(--jp-layout-color2,var(--vscode-editorWidget-background,#f0f2f5));\
--p:var(--jp-layout-color1,var(--vscode-editor-background,#fff));\
--a:var(--jp-content-link-color,var(--vscode-textLink-foreground,#0969da));\
--r:#d1453b;--w:#946000;--g:#2b8a3e;--X:#d1453b;--Y:#4d8f1f;--Z:#2f74d0;\
color:var(--f);font:13px/1.45 var(--jp-ui-font-family,var(--vscode-font-family,system-ui,sans-serif));\
margin:2px 0;max-width:960px}
@media(prefers-color-scheme:dark){.R{--f:var(--jp-ui-font-color1,var(--vscode-editor-foreground,#e6edf3));\
--d:var(--jp-ui-font-color2,var(--vscode-descriptionForeground,#9198a1));\
--b:var(--jp-border-color2,var(--vscode-widget-border,#3d444d));\
--h:var(--jp-layout-color2,var(--vscode-editorWidget-background,#212830));\
--p:var(--jp-layout-color1,var(--vscode-editor-background,#0d1117));\
--a:var(--jp-content-link-color,var(--vscode-textLink-foreground,#4493f8))}}
[data-jp-theme-light=false] .R,.vscode-dark .R{--r:#ff7b72;--w:#e3a008;--g:#57c26b;--X:#ff7a70;--Y:#8fd14f;--Z:#6aa9ff}
@media(prefers-color-scheme:dark){:root:not([data-jp-theme-light]):not(:has(.jp-Notebook)) .R{\
--r:#ff7b72;--w:#e3a008;--g:#57c26b;--X:#ff7a70;--Y:#8fd14f;--Z:#6aa9ff}}
"""
_BODY = """\
.S table{border-collapse:collapse;border:0;margin:0;font:inherit;color:inherit;width:auto;table-layout:auto}
.S tr,.S tr:hover,.S tr:nth-child(odd),.S tr:nth-child(even){background:none;border:0}
.S td,.S th{border:0;padding:1px 12px 1px 0;text-align:left;vertical-align:top;font-weight:400;max-width:520px;\
overflow-wrap:anywhere;white-space:normal;background:none;color:inherit}
.S th{color:var(--d);white-space:nowrap;overflow-wrap:normal}
.S .gr td,.S .gr th{border-bottom:1px solid var(--b);padding:2px 14px 2px 0}
.S .gr{display:block;overflow-x:auto}
.S .c{border:1px solid var(--b);border-radius:6px;background:var(--p);overflow:hidden;display:inline-block;\
min-width:320px;max-width:100%}
.S .hd{background:var(--h);padding:5px 10px;border-bottom:1px solid var(--b)}
.S .hd>b{font-weight:600;font-size:14px}.S .ch b{font:inherit;font-weight:600}
.S .su{color:var(--d);font-size:12px}
.S .bd>div,.S .bd>table,.S .bd>span{margin:5px 10px;display:table}
.S .bd>div.fo,.S .bd>div.tr,.S .bd>div.no,.S .bd>div.gr{display:block}
.S .fo{border-top:1px solid var(--b);margin:0 -1px;padding:0 10px}
.S .bd>.fo:first-child{border-top:0}.S .bd>div.fo{margin:0}
.S summary{cursor:pointer;padding:3px 0;display:list-item}
.S summary b{font-weight:600}
.S .in{padding:0 0 6px 22px}
.S .k{color:var(--d)}.S .e{color:var(--r)}.S .wa{color:var(--w)}.S .m{color:var(--d);font-style:italic}
.S .n,.S .v b,.S .mx td{font-family:var(--jp-code-font-family,var(--vscode-editor-font-family,ui-monospace,monospace));\
font-size:12px;font-variant-numeric:tabular-nums}
.S .s{white-space:pre-wrap}.S .ty{font-weight:600}
.S .v{white-space:nowrap;display:inline-block}
.S .v i{font-style:normal;font-size:10px;color:var(--d)}.S .v b{font-weight:400;margin-right:9px}
.S .vx{color:var(--X)!important}.S .vy{color:var(--Y)!important}.S .vz{color:var(--Z)!important}
.S .ch{border:1px solid var(--b);border-radius:9px;padding:0 7px;font-size:11px;margin:1px 0 1px 4px;\
display:inline-block;white-space:nowrap;color:var(--f);background:var(--p)}
.S .ch.k{color:var(--d)}.S .ch.on{color:var(--g);border-color:var(--g)}
.S .ch.e{color:var(--r);border-color:var(--r)}.S .ch.wa{color:var(--w);border-color:var(--w)}
.S .ln>*{margin-right:8px}.S .ln>:last-child{margin-right:0}
.S .sw{display:inline-block;width:2.6em;height:1.05em;border:1px solid var(--b);border-radius:3px;\
vertical-align:-.2em;margin-right:7px;overflow:hidden}
.S .sw span{display:block;height:75%}.S .sw span+span{height:25%;background:#000}
.S .sw span+span span{height:100%;background:#fff}
.S .ra{display:block;width:280px;height:20px;border:1px solid var(--b);border-radius:3px;background:\
conic-gradient(#bbb 25%,#fff 0 50%,#bbb 0 75%,#fff 0) 0 0/10px 10px}
.S .ra span{display:block;height:100%}
.S svg{display:block;overflow:visible;margin:2px 0}.S .cv{stroke:var(--Y);fill:none;stroke-width:1.6}
.S .ax{stroke:var(--b);fill:none}.S .ky{fill:var(--p);stroke:var(--f)}.S .wv{fill:var(--Z)}
.S img{border:1px solid var(--b);border-radius:3px;max-width:100%;margin:2px 0;background:\
conic-gradient(#bbb 25%,#fff 0 50%,#bbb 0 75%,#fff 0) 0 0/12px 12px}
.S img.px{image-rendering:pixelated}.S img.pl{background:none;border:0}
.S .tr{padding:2px 0;margin:4px 10px}.S .tr details,.S .tr .lf{margin-left:16px}
.S .tr>details,.S .tr>.lf{margin-left:0}
.S .tr button{font:inherit;color:var(--a);background:none;border:0;padding:0;cursor:pointer}
.S .tr summary{padding:0}.S .tr .lf{padding-left:15px}.S .of{opacity:.5}
.S a{color:var(--a);text-decoration:none}.S a:hover{text-decoration:underline}
.S .i{display:inline-block;width:14px;height:14px;font-size:0;vertical-align:-2px;margin-right:5px;\
overflow:hidden;line-height:0;white-space:nowrap;\
background:currentColor;-webkit-mask:var(--u) center/contain no-repeat;mask:var(--u) center/contain no-repeat}
.S .tr .i{margin:0;opacity:.65}.S .tr .i.go{margin:0 4px 0 0;opacity:1}
.S .i-prefab{color:var(--Z)}.S .i-missing{color:var(--w)}
"""
_LOGS = """\
.R summary{cursor:pointer}
.S .at.tm{margin:0 6px 0 0;font-variant-numeric:tabular-nums}
.S .lg{border-left:3px solid var(--b);padding:1px 8px;margin:1px 0}
.S .lg summary{padding:0}.S .lg pre,.S .st{margin:2px 0 4px 16px;white-space:pre-wrap;font-size:12px;color:var(--d);\
font-family:var(--jp-code-font-family,var(--vscode-editor-font-family,ui-monospace,monospace));\
background:none;padding:0}
.S .lw{border-color:var(--w)}.S .lw .t{color:var(--w)}.S .le{border-color:var(--r)}.S .le .t{color:var(--r)}
.S .lg .t{white-space:pre-wrap;overflow-wrap:anywhere}.S .lg.lf1{padding-left:24px}
.S .ct{border-radius:9px;background:var(--h);padding:0 7px;font-size:11px;margin-left:8px}
.S .at{color:var(--d);font-size:11px;margin-left:10px}
"""
_PICTURES = """\
.S{color:inherit}.S .wa{color:var(--w);max-width:80em}
.S img{max-width:100%;height:auto;display:block;margin:0 0 4px;background:\
conic-gradient(#bbb 25%,#fff 0 50%,#bbb 0 75%,#fff 0) 0 0/16px 16px}
.S .k{color:var(--d)}
.S .sb{border-collapse:collapse;border:0;margin:0;table-layout:fixed;width:auto}.S .sb tr{background:none;border:0}
.S .sb th{font-weight:600;color:var(--f);text-align:left;border:0;padding:0 8px 3px 0;background:none}
.S .sb td{border:0;padding:0 8px 0 0;vertical-align:top;text-align:left;background:none}
.S .ba{position:relative;max-width:100%;overflow:hidden;border-radius:3px}
.S .ba .up{position:absolute;z-index:1;inset:0 auto 0 0;width:50%;min-width:6px;max-width:100%;overflow:hidden;\
resize:horizontal;border-right:2px solid #fff;box-shadow:1px 0 0 #000;box-sizing:border-box}
.S .ba .up img{max-width:none;height:100%;width:auto}.S .ba img{margin:0}
.S .ba .tg{position:absolute;top:6px;left:6px;background:#000b;color:#fff;border-radius:3px;\
padding:0 6px;font-size:11px}
.S .ba .lo .tg{left:auto;right:6px}
"""
_ICON = ".S .i-{name}{{--u:url(\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E\
%3Cpath d='{path}' fill='none' stroke='%23000' stroke-width='1.4' stroke-linejoin='round'/%3E%3C/svg%3E\")}}\n"


def sheet(icons: Iterable[str] = ()) -> str:
    """The style element for a display that uses these icons."""
    return _element(
        _SHEET + _BODY + "".join(_ICON.format(name=name, path=ICONS[name]) for name in sorted(set(icons)))
    )


def of_logs(body: str) -> str:
    """Rows of console messages with the style that they need, which is small: a cell may show many blocks."""
    return f'<div class="{NAME}">{_LOG_STYLE}{body}</div>'


def of_pictures(body: str) -> str:
    """Pictures with words, and the style that they need."""
    return f'<div class="{NAME}">{_PICTURE_STYLE}{body}</div>'


def _element(rules: str) -> str:
    """A style element. The class three times over weighs more than what JupyterLab says of tables."""
    return f"<style>{rules.replace('.S ', f'.{NAME}.{NAME}.{NAME} ').replace('.R', f'.{NAME}')}</style>"


_LOG_STYLE = _element(_SHEET + _LOGS)
_PICTURE_STYLE = _element(_SHEET + _PICTURES)
