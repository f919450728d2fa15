from kizuna.voice.views.codes import area_code, change_area_code, change_group_code, code, group_code
from kizuna.voice.views.deciding import aside, one_report, reports
from kizuna.voice.views.objecting import about, about_me
from kizuna.voice.views.reporting import own, report

__all__ = [
    "about",
    "about_me",
    "area_code",
    "aside",
    "change_area_code",
    "change_group_code",
    "code",
    "group_code",
    "one_report",
    "own",
    "report",
    "reports",
]
