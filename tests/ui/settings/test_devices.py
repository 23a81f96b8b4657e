"""The devices of the station: their true states, saving without a restart, test pages."""

from __future__ import annotations

import threading

import pytest

from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.paths import resources
from counter_app.services.ports import PrinterCondition, PrintOutcome, PrintResult
from counter_app.services.settings import DeviceChoice, DeviceRole
from counter_app.ui.settings.device_card import DeviceCard
from counter_app.ui.shared.field import Field
from tests.ui.settings.conftest import Setting


def card(setting: Setting, role: DeviceRole = "slip_printer") -> DeviceCard:
    return setting.screen.view.devices.cards_of[role]


def text_field(held: DeviceCard, name: str) -> Field:
    field = held.fields[name]
    assert isinstance(field, Field)
    return field


def choose(setting: Setting, address: str = "192.0.2.10:9100") -> DeviceCard:
    """A thermal printer on the network, typed but not saved."""
    setting.open("devices")
    held = card(setting)
    held.driver.set_value("escpos_tcp")
    held.driver.chosen.emit("escpos_tcp")
    text_field(held, "address").edit.setText(address)
    return held


def save(setting: Setting) -> None:
    card(setting).save.click()
    setting.settle()


@pytest.mark.requirement("HT-17")
def test_every_device_tells_its_true_state_with_advice(setting: Setting) -> None:
    save_chosen(setting)
    setting.devices.conditions["slip_printer"] = PrinterCondition.COVER_OPEN
    setting.screen.devices.look()
    setting.settle()
    assert card(setting).condition.text() == "Nắp máy đang mở"
    setting.devices.conditions["slip_printer"] = PrinterCondition.READY
    setting.screen.devices.look()
    setting.settle()
    assert card(setting).condition.text() == "Sẵn sàng"


def save_chosen(setting: Setting) -> None:
    choose(setting)
    save(setting)


def test_devices_are_never_asked_on_the_gui_thread(setting: Setting) -> None:
    save_chosen(setting)
    card(setting).test.click()
    setting.settle()
    assert threading.get_ident() not in setting.devices.threads


def test_the_fields_come_from_the_driver_with_its_defaults(setting: Setting) -> None:
    held = choose(setting)
    assert list(held.fields) == ["address", "paper", "speed_mm_s"]
    assert held.choice() == DeviceChoice(
        "escpos_tcp", {"address": "192.0.2.10:9100", "paper": "80mm", "speed_mm_s": "100"}
    )


def test_a_driver_that_cannot_be_used_here_says_so(setting: Setting) -> None:
    setting.open("devices")
    combo = card(setting).driver.combo
    names = [combo.itemText(place) for place in range(combo.count())]
    assert names[0] == "Không dùng"
    assert names[2].endswith("(không dùng được trên máy này)")


def test_saving_puts_the_device_to_use_at_once_and_keeps_it(setting: Setting) -> None:
    setting.devices.conditions["slip_printer"] = PrinterCondition.READY
    held = choose(setting)
    assert held.save.isEnabled()
    assert not held.test.isEnabled()
    save(setting)
    assert setting.devices.applied[-1].device("slip_printer").driver == "escpos_tcp"
    assert setting.kept().device("slip_printer").settings["address"] == "192.0.2.10:9100"
    assert not held.save.isEnabled()
    assert held.test.isEnabled()
    assert held.condition.text() == "Sẵn sàng"


def test_a_wrong_value_is_told_at_its_field_and_the_old_device_stays(setting: Setting) -> None:
    save_chosen(setting)
    kept = setting.kept()
    held = choose(setting, "khong co cong")
    setting.devices.refuses = DomainError("device.setting_invalid", setting="address")
    save(setting)
    address = text_field(held, "address")
    assert (
        address.finding_text()
        == "Mục “Địa chỉ (máy:cổng)” chưa đúng. Địa chỉ thì viết như 192.168.1.50:9100; số thì chỉ gõ chữ số."
    )
    assert address.text() == "khong co cong"
    assert setting.kept() == kept
    setting.devices.refuses = None
    address.edit.setText("192.0.2.11:9100")
    assert address.finding_text() == ""
    save(setting)
    assert setting.kept().device("slip_printer").settings["address"] == "192.0.2.11:9100"


def test_an_error_of_no_field_stands_under_the_buttons(setting: Setting) -> None:
    held = choose(setting)
    setting.devices.refuses = DomainError("device.driver_not_usable", driver="escpos_tcp")
    save(setting)
    assert held.result.text() == worded("device.driver_not_usable", driver="escpos_tcp")
    assert setting.kept().devices == {}


def worded(code: str, **params: str) -> str:
    return Wording("vi", resources() / "i18n").error(DomainError(code, **params))


def test_what_could_not_be_kept_is_not_in_force_either(setting: Setting) -> None:
    choose(setting)
    setting.counter.database.fail()
    save(setting)
    assert setting.devices.applied[-1].device("slip_printer").driver == ""
    assert card(setting).result.text() == worded("storage.full")
    assert setting.screen.keeper.settings.devices == {}


@pytest.mark.requirement("HT-17")
def test_a_test_page_tells_no_more_than_is_known(setting: Setting) -> None:
    save_chosen(setting)
    held = card(setting)
    for result, words in (
        (PrintResult.PRINTED, "Đã in xong"),
        (PrintResult.SENT, "Đã gửi tới máy in, hãy nhìn xem giấy đã ra chưa"),
        (PrintResult.SAVED, "Đã lưu thành tệp, chưa in ra giấy"),
    ):
        setting.devices.outcome = PrintOutcome(result, PrinterCondition.READY, "Máy in ảo")
        held.test.click()
        setting.settle()
        assert held.result.text() == words
    setting.devices.outcome = PrintOutcome(PrintResult.FAILED, PrinterCondition.PAPER_OUT, "Máy in ảo")
    held.test.click()
    setting.settle()
    assert held.result.text() == "Chưa in được: Hết giấy"


def test_a_test_page_that_cannot_begin_is_told(setting: Setting) -> None:
    save_chosen(setting)
    setting.devices.outcome = DomainError("print.no_slip_printer")
    card(setting).test.click()
    setting.settle()
    assert card(setting).result.text() == worded("print.no_slip_printer")


def test_a_reader_that_types_is_not_said_to_be_ready(setting: Setting) -> None:
    setting.open("devices")
    held = card(setting, "scanner")
    held.driver.set_value("wedge")
    held.driver.chosen.emit("wedge")
    held.save.click()
    setting.settle()
    assert held.condition.text() == "Gõ như bàn phím"


def test_the_devices_are_asked_only_while_somebody_looks(setting: Setting) -> None:
    setting.open("devices")
    presenter = setting.screen.devices
    assert presenter._timer.isActive()
    setting.open("office")
    assert not presenter._timer.isActive()
    setting.open("devices")
    setting.screen.leave()
    assert not presenter._timer.isActive()
