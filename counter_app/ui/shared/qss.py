"""The one style sheet, made from the tokens of a look."""

from __future__ import annotations

from string import Template

from counter_app.ui.shared import tokens
from counter_app.ui.shared.look import Look

_SHEET = Template("""
* { font-family: "$family"; }
QWidget { color: $ink; font-size: ${text_body}px; }
QMainWindow, QDialog, QWidget[surface="wash"] { background: $wash; }
QWidget[surface="paper"] { background: $paper; }
QWidget[surface="sunken"] { background: $sunken; }
QWidget[surface="drop"] { background: $blue_wash; border: 1px dashed $blue; border-radius: 6px; }
QFrame[line="h"] { background: $hairline_soft; border: 0; min-height: 1px; max-height: 1px; }
QFrame[line="v"] { background: $hairline; border: 0; min-width: 1px; max-width: 1px; }

QLabel { background: transparent; }
QLabel[role="display"] { font-size: ${text_display}px; font-weight: 700; }
QLabel[role="title"] { font-size: ${text_title}px; font-weight: 600; }
QLabel[role="large"] { font-size: ${text_large}px; font-weight: 600; }
QLabel[weight="normal"] { font-weight: 400; }
QLabel[role="heading"] { font-size: ${text_heading}px; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="label"], QLabel[role="hint"] { font-size: ${text_small}px; color: $ink2; }
QLabel[role="small"] { font-size: ${text_small}px; }
QLabel[tone="neutral"] { color: $ink2; }
QLabel[tone="accent"] { color: $accent_ink; }
QLabel[tone="green"] { color: $green; }
QLabel[tone="amber"] { color: $amber; }
QLabel[tone="red"] { color: $red; }
QLabel[tone="blue"] { color: $blue; }
QLabel:disabled { color: $ink3; }

QFrame[card="true"] { background: $paper; border: 1px solid $hairline; border-radius: ${radius}px; }
QFrame[card="true"][tone="red"] { background: $red_wash; border-color: $red_line; }
QFrame[card="true"][tone="amber"] { background: $amber_wash; }
QFrame[card="true"][tone="blue"] { background: $blue_wash; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDateEdit, QComboBox {
    background: $paper; color: $ink; border: 1px solid $field_border; border-radius: ${radius}px;
    padding: 0 ${pad}px; font-size: ${text_field}px;
    selection-background-color: $focus; selection-color: $paper;
    placeholder-text-color: $ink3;
}
QLineEdit, QSpinBox, QDateEdit, QComboBox { min-height: ${field_inner}px; max-height: ${field_inner}px; }
QPlainTextEdit, QTextEdit { padding: ${pad_small}px ${pad_text}px; }
QLineEdit:hover, QComboBox:hover, QSpinBox:hover, QDateEdit:hover { border-color: $ink2; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDateEdit:focus, QComboBox:focus,
QComboBox:on { border: 2px solid $focus; padding: 0 ${pad_focus}px; }
QLineEdit:focus, QSpinBox:focus, QDateEdit:focus, QComboBox:focus, QComboBox:on {
    min-height: ${field_focus}px; max-height: ${field_focus}px;
}
QPlainTextEdit:focus, QTextEdit:focus { padding: ${pad_small_focus}px ${pad_text_focus}px; }
QLineEdit[finding="error"], QComboBox[finding="error"], QPlainTextEdit[finding="error"] {
    border-color: $red;
}
QLineEdit[finding="warning"], QComboBox[finding="warning"], QPlainTextEdit[finding="warning"] {
    border-color: $amber;
}
QLineEdit[strong="true"] { font-weight: 600; }
QLineEdit:disabled, QPlainTextEdit:disabled, QSpinBox:disabled, QDateEdit:disabled, QComboBox:disabled {
    background: $disabled; color: $ink3;
}
QLineEdit[readOnly="true"], QPlainTextEdit[readOnly="true"] { background: $sunken; }
QSpinBox::up-button, QSpinBox::down-button, QDateEdit::up-button, QDateEdit::down-button {
    width: 0;
    border: 0;
}
QComboBox { padding-right: 0; }
QComboBox::drop-down { border: 0; width: ${combo_room}px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView {
    background: $paper;
    border: 1px solid $field_border;
    outline: 0;
    padding: ${space}px;
}
QComboBox QAbstractItemView::item {
    min-height: ${item}px;
    padding: 0 ${pad_small}px;
    border-radius: ${radius_small}px;
}
QComboBox QAbstractItemView::item:selected { background: $accent_wash; color: $ink; }

QWidget[edge="left"] { border-left: 1px solid $hairline; }
QWidget[edge="right"] { border-right: 1px solid $hairline; }
QWidget[edge="top"] { border-top: 1px solid $hairline; }
QWidget#rail { border-right: 1px solid $hairline; }
QWidget#strip { border-bottom: 1px solid $hairline; }
QFrame[notice] { background: $paper; border: 1px solid $field_border; border-radius: ${radius}px; }
QFrame[notice="green"] { border-left: 4px solid $green; }
QFrame[notice="amber"] { border-left: 4px solid $amber; }
QFrame[notice="red"] { border-left: 4px solid $red; }
QFrame[notice="blue"] { border-left: 4px solid $blue; }

QPushButton {
    background: $paper; color: $ink; border: 1px solid $field_border; border-radius: ${radius}px;
    font-weight: 500; font-size: ${text_body}px;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $sunken; border-color: $ink2; }
QPushButton:focus { border: 2px solid $focus; }
QPushButton:disabled { background: $disabled; border-color: $hairline; color: $ink3; }
QPushButton[kind="primary"] {
    background: $accent;
    color: $on_accent;
    border-color: $accent;
    font-weight: 600;
}
QPushButton[kind="primary"]:hover { background: $accent_hover; }
QPushButton[kind="primary"]:pressed { background: $accent_pressed; }
QPushButton[kind="primary"]:focus { border: 2px solid $focus; }
QPushButton[kind="primary"]:disabled { background: $disabled; border-color: $hairline; color: $ink3; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; }
QPushButton[kind="quiet"]:hover { background: $hover; }
QPushButton[kind="quiet"]:focus { border: 2px solid $focus; }
QPushButton[kind="chip"]:checked {
    background: $accent_wash;
    border-color: $accent_line;
    color: $accent_ink;
    font-weight: 600;
}
QPushButton[kind="chip"]:checked:focus { border: 2px solid $focus; }

QToolButton {
    background: transparent;
    border: 1px solid transparent;
    border-radius: ${radius}px;
    padding: ${pad_tool}px;
}
QToolButton:hover { background: $hover; }
QToolButton:focus { border: 2px solid $focus; }

QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: ${bar}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${bar}px; margin: 0; }
QScrollBar::handle {
    background: $field_border;
    border-radius: ${bar_radius}px;
    border: 3px solid transparent;
}
QScrollBar::handle:vertical {
    min-height: 32px;
    background: $field_border;
    margin: 2px 3px;
    border: 0;
    border-radius: ${bar_radius}px;
}
QScrollBar::handle:horizontal {
    min-width: 32px;
    background: $field_border;
    margin: 3px 2px;
    border: 0;
    border-radius: ${bar_radius}px;
}
QScrollBar::handle:hover { background: $ink2; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QTableView, QListView, QTreeView {
    background: $paper;
    border: 0;
    outline: 0;
    selection-background-color: $accent_wash;
    selection-color: $ink;
}
QListView[boxed="true"] {
    border: 1px solid $field_border; border-radius: ${radius}px; padding: ${pad_small_focus}px;
}
QListView[boxed="true"]:focus { border: 2px solid $focus; }
QHeaderView { background: $paper; border: 0; }
QHeaderView::section {
    background: $paper; color: $ink2; border: 0; border-bottom: 1px solid $hairline;
    padding: 0 ${pad_cell}px; font-size: ${text_small}px; font-weight: 600; min-height: ${row}px;
}
QToolTip { background: $ink; color: $paper; border: 0; padding: ${pad_small}px; font-size: ${text_small}px; }
QMenu { background: $paper; border: 1px solid $field_border; padding: ${space}px; }
QMenu::item { padding: ${pad_small}px ${pad_menu}px; border-radius: ${radius_small}px; }
QMenu::item:selected { background: $accent_wash; color: $ink; }
QMenu::item:disabled { color: $ink3; }
QMenu::separator { height: 1px; background: $hairline; margin: ${space}px 0; }
QProgressBar { background: $hairline; border: 0; border-radius: 2px; min-height: 4px; max-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QCheckBox, QRadioButton { background: transparent; spacing: ${pad_small}px; }
QSplitter::handle { background: $hairline; }
""")


def build(look: Look) -> str:
    """The style sheet of a theme at a text scale; every length is in device-independent pixels."""
    px = look.px
    palette = look.palette
    colors = {name: value for name, value in vars(palette).items() if isinstance(value, str)}
    lengths = {
        "radius": px(tokens.RADIUS),
        "radius_small": px(4),
        "space": px(tokens.SPACE),
        "pad": px(10),
        "pad_focus": px(10) - 1,
        "pad_small": px(6),
        "pad_small_focus": px(6) - 1,
        "pad_text": px(6),
        "pad_text_focus": px(6) - 1,
        "pad_tool": px(4),
        "pad_cell": px(8),
        "pad_menu": px(16),
        "combo_room": px(30),
        "field_inner": px(tokens.FIELD) - 2,
        "field_focus": px(tokens.FIELD) - 4,
        "item": px(30),
        "row": px(tokens.ROW),
        "bar": 12,
        "bar_radius": 3,
        "text_small": px(tokens.TEXT_SMALL),
        "text_body": px(tokens.TEXT_BODY),
        "text_field": px(tokens.TEXT_FIELD),
        "text_heading": px(tokens.TEXT_HEADING),
        "text_large": px(tokens.TEXT_LARGE),
        "text_title": px(tokens.TEXT_TITLE),
        "text_display": px(tokens.TEXT_DISPLAY),
    }
    return _SHEET.substitute(family=tokens.FAMILY, **colors, **{k: str(v) for k, v in lengths.items()})
