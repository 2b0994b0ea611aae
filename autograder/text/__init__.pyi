from .cleaning import (
    clean_controls,
    clean_formula,
    clean_line,
    clean_markdown,
    clean_name,
    clean_text,
    cut_text,
    part_marks,
    spell_out_direction,
)
from .html import PAGE_POLICY, SWITCH_SCRIPT, clean_html, load_template, show_both
from .languages import has_chinese, join_languages, split_languages

__all__ = [
    "PAGE_POLICY",
    "SWITCH_SCRIPT",
    "clean_controls",
    "clean_formula",
    "clean_html",
    "clean_line",
    "clean_markdown",
    "clean_name",
    "clean_text",
    "cut_text",
    "has_chinese",
    "join_languages",
    "load_template",
    "part_marks",
    "show_both",
    "spell_out_direction",
    "split_languages",
]
