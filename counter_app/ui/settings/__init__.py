"""The screen Cài đặt: the office, its devices, papers, the look, the lock, and checks of the machine."""
