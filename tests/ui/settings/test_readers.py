"""The card of the code reader: which port, how the reader truly is, and a scan on trial."""

from __future__ import annotations

import pytest

from counter_app.services.ports import Scan
from counter_app.services.reader_ports import ReaderStatus, Trial
from counter_app.services.settings import DeviceChoice
from counter_app.ui.settings.device_card import DeviceCard
from counter_app.ui.settings.pick_field import PickField
from tests.fakes.clock import MORNING
from tests.ui.settings.conftest import Setting

GUN = ("usb:0c2e:0b61:A1", "COM5 · Gun")
CARD = "089190000017|350000017|NGUYỄN THỊ MẪU|15031990|Nữ|Ấp Mẫu, Xã Mẫu, An Giang|01082024||||"


def card(setting: Setting) -> DeviceCard:
    return setting.screen.view.devices.cards_of["scanner"]


def choose_serial(setting: Setting) -> PickField:
    setting.open("devices")
    held = card(setting)
    held.driver.set_value("serial")
    held.driver.chosen.emit("serial")
    port = held.fields["port"]
    assert isinstance(port, PickField)
    return port


def use_serial(setting: Setting, status: ReaderStatus) -> DeviceCard:
    setting.devices.status = status
    choose_serial(setting).set_value("COM5")
    card(setting).save.click()
    setting.settle()
    return card(setting)


def told(setting: Setting) -> tuple[str, str]:
    held = card(setting)
    return held.result.text(), held._result_detail.text()


def test_the_port_is_picked_from_what_is_plugged_in(setting: Setting) -> None:
    setting.devices.ports = [GUN, ("COM1", "COM1")]
    port = choose_serial(setting)
    assert [port.combo.itemText(place) for place in range(port.combo.count())] == ["COM5 · Gun", "COM1"]
    port.combo.setCurrentIndex(0)
    assert card(setting).choice() == DeviceChoice("serial", {"port": GUN[0], "baud": "9600"})


def test_a_port_may_be_typed(setting: Setting) -> None:
    port = choose_serial(setting)
    port.edit.setText(" /dev/ttyACM0 ")
    assert card(setting).choice().settings["port"] == "/dev/ttyACM0"
    assert card(setting).save.isEnabled()


@pytest.mark.requirement("HT-17")
def test_a_reader_that_is_plugged_in_meanwhile_can_be_picked_and_nothing_typed_is_lost(
    setting: Setting,
) -> None:
    port = choose_serial(setting)
    port.edit.setText("COM")
    setting.devices.ports = [GUN]
    setting.screen.devices.look()
    setting.settle()
    assert card(setting).fields["port"] is port
    assert port.value() == "COM"
    assert port.combo.itemText(0) == "COM5 · Gun"


def test_a_kept_reader_that_is_not_plugged_in_is_still_shown(setting: Setting) -> None:
    choose_serial(setting).set_value(GUN[0])
    card(setting).save.click()
    setting.settle()
    setting.devices.ports = [GUN]
    setting.screen.devices.look()
    setting.settle()
    port = card(setting).fields["port"]
    assert isinstance(port, PickField)
    assert port.edit.text() == "COM5 · Gun"
    assert not card(setting).changed()


@pytest.mark.requirement("HT-17")
@pytest.mark.parametrize(
    ("link", "trouble", "says", "advises"),
    [
        ("connected", "", "Đã kết nối", ""),
        ("disconnected", "", "Mất kết nối", "USB-COM"),
        ("in_use", "", "Chương trình khác đang dùng", "Đóng chương trình"),
        ("no_permission", "", "chưa được phép", "dialout"),
        ("several", "", "nhiều đầu đọc cùng loại", "COM5"),
        ("connected", "wrong_speed", "Đã kết nối", "tốc độ"),
        ("connected", "no_terminator", "Đã kết nối", "Enter"),
    ],
)
def test_the_true_state_of_a_serial_reader_is_told_with_advice(
    setting: Setting, link: str, trouble: str, says: str, advises: str
) -> None:
    held = use_serial(setting, ReaderStatus("COM5", link, trouble))
    assert says in held.condition.text()
    assert advises in held._advice.text()
    assert bool(held._advice.text()) == bool(advises)


@pytest.mark.requirement("HT-17")
def test_a_scan_on_trial_tells_what_it_is_and_never_whose(setting: Setting) -> None:
    held = use_serial(setting, ReaderStatus("COM5", "connected"))
    held.test.click()
    assert told(setting)[0] == "Đang chờ: quét một mã bất kỳ"
    assert not held.test.isEnabled()
    [on_trial] = setting.devices.trials
    on_trial(Trial(Scan(CARD, "serial", MORNING)))
    setting.qtbot.waitUntil(held.test.isEnabled)
    assert told(setting) == ("Đọc tốt: mã của giấy tờ tùy thân", f"{len(CARD)} ký tự, qua cổng COM.")
    assert setting.devices.trials == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("H01.15.21-261120-0001", "Đọc tốt: mã hồ sơ"),
        ("8930000000018", "Đầu đọc gửi được mã"),
        ("089190000017|350000017|NGUY?N TH? M?U|15031990|N?|?p M?u, Xã M?u|01082021", "có điều cần xem"),
    ],
)
def test_any_code_shows_how_the_reader_reads(setting: Setting, text: str, says: str) -> None:
    held = use_serial(setting, ReaderStatus("COM5", "connected"))
    held.test.click()
    setting.devices.trials[0](Trial(Scan(text, "wedge", MORNING)))
    setting.qtbot.waitUntil(held.test.isEnabled)
    assert says in told(setting)[0]
    assert "gõ như bàn phím" in told(setting)[1]


def test_what_is_no_scan_on_trial_is_told(setting: Setting) -> None:
    held = use_serial(setting, ReaderStatus("COM5", "connected"))
    held.test.click()
    setting.devices.trials[0](Trial(None, "changed_by_input_method"))
    setting.qtbot.waitUntil(held.test.isEnabled)
    said, advice = told(setting)
    assert said == "Có tín hiệu nhưng mã chưa dùng được"
    assert "Unikey" in advice


def test_a_trial_to_which_nothing_comes_ends_and_says_so(setting: Setting) -> None:
    held = use_serial(setting, ReaderStatus("COM5", "connected"))
    held.test.click()
    setting.screen.devices._trial._timer.timeout.emit()
    setting.settle()
    assert told(setting)[0] == "Chưa nhận được mã nào"
    assert setting.devices.trials == []
    assert held.test.isEnabled()


def test_leaving_the_section_ends_the_trial(setting: Setting) -> None:
    held = use_serial(setting, ReaderStatus("COM5", "connected"))
    held.test.click()
    setting.open("office")
    assert setting.devices.trials == []
    setting.open("devices")
    assert held.test.isEnabled()
    assert not held.result.isVisible()


def test_a_gun_that_types_can_be_tried_without_being_chosen(setting: Setting) -> None:
    setting.open("devices")
    assert card(setting).choice() == DeviceChoice()
    assert card(setting).test.isEnabled()
    card(setting).test.click()
    assert len(setting.devices.trials) == 1
